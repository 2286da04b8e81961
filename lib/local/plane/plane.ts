import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Operation, routes } from '../../contract/routes.ts';
import { callerOf } from '../../http/auth/caller.ts';
import { createAdmin } from '../admin/admin.ts';
import { openPlaneClock } from '../clock/clock.ts';
import { createFunctions, type Functions } from '../gateway/functions.ts';
import { AUTHORIZER_FUNCTION, createGateway, type Gateway } from '../gateway/gateway.ts';
import { tellingTime } from '../gateway/plane-time.ts';
import { type Iam, type IamOptions, openIam } from '../iam/iam.ts';
import { createIssuer, type Issuer } from '../issuer/issuer.ts';
import { initialConfiguration } from '../seed/initial.ts';
import { createOperator, type Operator, seedPlane } from '../seed/seed.ts';
import { createSite } from '../site/site.ts';
import { buildUi, contentHash, type UiBuild } from '../site/ui-build.ts';
import { startBackground } from './background.ts';
import { type PlaneDirectory, takeDirectory } from './directory.ts';
import { openEndpoints } from './endpoints.ts';
import { type LocalEngine, type OutsideEngine, openEngine } from './engine.ts';
import { enterEnvironment } from './environment.ts';
import { takePort } from './front-door.ts';
import { AUDIENCE, backgroundFunctions, CLIENT_ID, PUBLISHER_CREDENTIAL } from './names.ts';
import { keepServicesPort, keptServicesPort } from './ports.ts';
import { createStack } from './stack.ts';
import { storageFault } from './storage-fault.ts';

export type PlaneOptions = {
  /** 0 takes a free one. */
  readonly port: number;
  readonly dataDir: string;
  /** How many times faster than the world's the plane's time runs. */
  readonly speed?: number;
  /** Without services, delivery groups and builds. */
  readonly empty?: boolean;
  /** Deletes the plane's data first. */
  readonly fresh?: boolean;
  /** Leaves the web UI as it is, built or not. */
  readonly skipUi?: boolean;
  /** Origins that may call the API from a browser. */
  readonly corsOrigins?: readonly string[];
  /** Takes the place of the engine simulator. Its time is the world's, so `speed` must be 1. */
  readonly engine?: OutsideEngine;
  /** Changes what functions may do at the embedded AWS; what the stacks deploy when left out. */
  readonly accessOf?: IamOptions['accessOf'];
  /** Told the data directory once it is this plane's, before anything runs. */
  readonly onDirectory?: (path: string) => void;
  /** What a person who waits should know. */
  readonly announce?: (text: string) => void;
  /** Failures inside the plane that no caller is told of. */
  readonly report?: (where: string, error: unknown) => void;
  /** Told once, when its data cannot be written any more: it answers, but nothing it is asked to do is done. */
  readonly onBroken?: (error: Error) => void;
};

export type Plane = {
  readonly url: string;
  readonly dataDir: string;
  readonly ui: UiBuild;
  /** What the functions were granted and have not needed since the start, by function. */
  readonly unusedGrants: Iam['unused'];
  /** Stops everything, services included; what is in flight carries on with the next start. */
  readonly stop: () => Promise<void>;
};

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const FUNCTION_TIMEOUT_MS = 90_000;

/**
 * Starts the whole plane in this process. One per process: functions make their clients once, from the environment.
 * Throws PlaneProblem for what the person who starts it can put right; whatever was started by then is stopped again.
 */
export async function startPlane(options: PlaneOptions): Promise<Plane> {
  const started = createStack();
  try {
    return await assemble(options, started);
  } catch (error) {
    await started.unwind().catch(() => undefined);
    throw storageFault(error, options.dataDir) ?? error;
  }
}

async function assemble(options: PlaneOptions, started: ReturnType<typeof createStack>): Promise<Plane> {
  const { speed = 1, announce = () => undefined, report = () => undefined, onBroken = () => undefined } = options;
  const door = started.add(await takePort(options.port), (it) => it.close());
  const directory = started.add(
    await takeDirectory({ path: options.dataDir, url: door.url, fresh: options.fresh ?? false }),
    (it) => it.release(),
  );
  options.onDirectory?.(directory.path);
  const building = options.skipUi ? Promise.resolve<UiBuild>({ kind: 'current' }) : buildUi(ROOT, announce);
  const clock = started.add(openPlaneClock({ file: directory.at('clock.json'), speed }), (it) => it.close());
  const iam = started.add(
    openIam({ report: (denied) => report('iam', denied), ...(options.accessOf && { accessOf: options.accessOf }) }),
    (it) => it.close(),
  );
  const functions = createFunctions(new URL('../../../functions/', import.meta.url), iam.runAs);
  const invoke = (name: string, payload: unknown) =>
    functions.invoke(backgroundFunctions[name] ?? name, payload, FUNCTION_TIMEOUT_MS).then(asJson);

  const endpoints = started.add(await openEndpoints({ directory, clock, invoke, report, iam, onBroken }), (it) =>
    it.close(),
  );
  const release = `local-${contentHash(ROOT).slice(0, 12)}`;
  enterEnvironment(endpoints, { clock: clock.spec, release });
  const operator = started.add(createOperator(clock), (it) => it.close());
  const engine = started.add(
    await openReachableEngine(directory, { clock, publicUrl: door.url, outside: options.engine }),
    (it) => it.close(),
  );
  const issuer = createIssuer({ origin: door.url, dataDir: directory.path, audience: AUDIENCE, clientId: CLIENT_ID });
  await seed({ operator, engine, issuer, empty: options.empty ?? false });

  started.add(endpoints, (it) => it.quiet());
  const background = started.add(startBackground({ endpoints, functions, clock, report }), (it) => it.stop());
  if (!(await operator.store.read({ settings: 'plane' })).settings) await background.reconciled;
  const gateway = openGateway(options, functions);
  door.open({
    gateway: tellingTime(gateway.serve, clock),
    issuer: issuer.serve,
    admin: createAdmin({
      facts: {
        url: door.url,
        dataDir: directory.path,
        speed,
        release,
        engineUrl: engine.url,
        servicesUrl: engine.servicesUrl,
        issuerUrl: issuer.url,
      },
      issuer,
      operator,
      authenticate: authenticator(functions),
    }),
    site: createSite({
      directory: join(ROOT, 'dist/ui'),
      openApiFile: join(ROOT, 'docs/openapi.json'),
      configuration: { issuer: issuer.url, clientId: CLIENT_ID, audience: AUDIENCE, scope: 'openid profile email' },
      release,
    }),
  });
  // Nobody is let in any more before the rest stops.
  started.add(door, (it) => it.close());
  const ui = await building;
  void issuer.warm().then(gateway.warm);
  return { url: door.url, dataDir: directory.path, ui, unusedGrants: iam.unused, stop: started.unwind };
}

async function openReachableEngine(
  directory: PlaneDirectory,
  parts: { clock: ReturnType<typeof openPlaneClock>; publicUrl: string; outside: OutsideEngine | undefined },
): Promise<LocalEngine> {
  const { clock, publicUrl, outside } = parts;
  const file = directory.at('ports.json');
  const servicesPort = keptServicesPort(file, publicUrl);
  const engine = await openEngine({ directory, clock, servicesPort, planeUrl: publicUrl, ...(outside && { outside }) });
  keepServicesPort(file, engine.servicesUrl);
  return engine;
}

async function seed(parts: {
  readonly operator: Operator;
  readonly engine: LocalEngine;
  readonly issuer: Issuer;
  readonly empty: boolean;
}): Promise<void> {
  const { operator, engine, issuer, empty } = parts;
  await seedPlane({
    operator,
    servicesUrl: engine.servicesUrl,
    empty,
    parameters: {
      ...initialConfiguration,
      '/oidc/issuer': issuer.url,
      '/oidc/audience': AUDIENCE,
      '/oidc/jwks_uri': issuer.jwksUri,
      '/oidc/client_id': CLIENT_ID,
      '/engine/url': engine.url,
      '/engine/allow_loopback': 'true',
      '/engine/auth/kind': engine.token === undefined ? 'none' : 'bearer',
      ...(engine.token !== undefined && { '/engine/auth/secret': engine.token }),
      ...(engine.eventsSecret !== undefined && { '/engine/events/secret': engine.eventsSecret }),
    },
  });
}

const openGateway = ({ corsOrigins = [], report = () => undefined }: PlaneOptions, functions: Functions): Gateway =>
  createGateway({
    routes: (Object.keys(routes) as Operation[]).map((operation) => routes[operation]),
    functions,
    credentials: [PUBLISHER_CREDENTIAL],
    corsOrigins,
    report: ({ operation, error }) => report(operation, error),
  });

/** Asks the authorizer function, as the gateway does. */
const authenticator = (functions: Functions) => async (authorization: string | undefined) => {
  const event = { headers: authorization === undefined ? {} : { authorization } };
  const answer = await functions.invoke(AUTHORIZER_FUNCTION, event, FUNCTION_TIMEOUT_MS).catch(() => undefined);
  const context = typeof answer === 'object' && answer !== null && 'context' in answer ? answer.context : undefined;
  return callerOf({ requestContext: { authorizer: { lambda: context } } });
};

/** Results travel as JSON between functions and services. */
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));
