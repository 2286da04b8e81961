import { type App, Duration, Stack } from 'aws-cdk-lib';
import {
  HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  type IHttpRouteAuthorizer,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { below, type Route } from '../contract/route.ts';
import { type Operation, operations, routes } from '../contract/routes.ts';
import type { ApiStack } from './api.ts';
import { addDoor } from './door.ts';
import { grantsOf } from './grants.ts';
import { named, type Stage } from './stage.ts';
import type { Resources } from './statements.ts';

type NounOf<O extends string> = O extends `${infer N}.${string}` ? N : never;

/** Which stack a noun's endpoints are in. CloudFormation takes 500 resources a stack, an endpoint is about eight. */
const chapters: Readonly<Record<NounOf<Operation>, string>> = {
  audit: 'plane',
  builds: 'builds',
  config: 'plane',
  deliveryGroups: 'catalog',
  deployments: 'deployments',
  engine: 'plane',
  environments: 'catalog',
  guardrails: 'plane',
  health: 'plane',
  identity: 'plane',
  recipes: 'catalog',
  routes: 'plane',
  running: 'catalog',
  services: 'catalog',
  settings: 'plane',
};

const isNoun = (text: string): text is NounOf<Operation> => Object.hasOwn(chapters, text);

const chapterOf = (operation: Operation): string => {
  const noun = operation.split('.')[0] ?? '';
  if (!isNoun(noun)) throw new Error(`No stack holds the endpoints of ${noun}`);
  return chapters[noun];
};

/** Below the gateway's own 30 seconds, and above the 8 for which the store is patient. */
const TIMEOUT = Duration.seconds(20);
/** Registration reads the artifact from end to end, and one question to the engine may take 20 seconds. */
const READING_TIMEOUT = Duration.seconds(29);

/** One chapter of the API: a function for each operation, mounted on the gateway. */
export class EndpointsStack extends Stack {
  /** The signed twins, for whoever may publish. */
  readonly signedRoutes: readonly HttpRoute[];

  constructor(app: App, stage: Stage, { chapter, api, resources }: ChapterProps) {
    super(app, named(stage, 'api', chapter), { description: `DXCP: endpoints of the API, ${chapter}` });
    this.signedRoutes = operations
      .filter((operation) => chapterOf(operation) === chapter)
      .flatMap((operation) => mount(this, { stage, api, resources, route: routes[operation], operation }));
  }
}

type ChapterProps = { readonly chapter: string; readonly api: ApiStack; readonly resources: Resources };

/** All chapters, in the order of their names. */
export const addEndpoints = (app: App, stage: Stage, props: Omit<ChapterProps, 'chapter'>): readonly EndpointsStack[] =>
  [...new Set(Object.values(chapters))].sort().map((chapter) => new EndpointsStack(app, stage, { ...props, chapter }));

type Mount = Omit<ChapterProps, 'chapter'> & {
  readonly stage: Stage;
  readonly route: Route;
  readonly operation: Operation;
};

/** What goes through a whole artifact, or through a month of deployments. */
const roomy: readonly Operation[] = ['builds.register', 'guardrails.preview'];

/** The function and its routes; answers the signed one, if any. */
const mount = (stack: EndpointsStack, { stage, api, resources, route, operation }: Mount): readonly HttpRoute[] => {
  const access = grantsOf(operation);
  const reading = operation === 'builds.register';
  const asksEngine = access.parameters === 'engine';
  const endpoint = addDoor(stack, stage, {
    path: `api/${operation.replace('.', '/')}`,
    access,
    resources,
    timeout: reading || asksEngine ? READING_TIMEOUT : TIMEOUT,
    ...(roomy.includes(operation) ? { memoryMb: 1024 } : {}),
  });
  const integration = new HttpLambdaIntegration(`${operation}-integration`, endpoint);
  const add = (id: string, path: string, authorizer: IHttpRouteAuthorizer) =>
    new HttpRoute(stack, `${operation}-${id}`, {
      httpApi: api.gateway,
      routeKey: keyOf(route, path),
      integration,
      authorizer,
    });
  add('route', route.path, authorizerOf(route, api));
  if (route.andBelow) add('route-below', below(route), authorizerOf(route, api));
  const signed = route.path.replace('/v1/', '/v1/signed/');
  return route.signedTwin ? [add('signed-route', signed, new HttpIamAuthorizer())] : [];
};

const authorizerOf = ({ permission }: Route, api: ApiStack): IHttpRouteAuthorizer => {
  if (permission === 'public') return new HttpNoneAuthorizer();
  return permission === 'engine' ? api.engineAuthorizer : api.authorizer;
};

const methods = { GET: HttpMethod.GET, POST: HttpMethod.POST, PUT: HttpMethod.PUT, DELETE: HttpMethod.DELETE };

const keyOf = (route: Route, path: string): HttpRouteKey =>
  path === '$default' ? HttpRouteKey.DEFAULT : HttpRouteKey.with(path, methods[route.method]);
