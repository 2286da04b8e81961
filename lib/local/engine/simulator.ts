import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { type Conductor, createConductor, type Services } from './conductor.ts';
import { createDeferred, type Deferred } from './deferred.ts';
import { createEcho, type Echo, type EventEndpoint } from './echo.ts';
import { createExecutions, type Executions } from './executions.ts';
import { type ArmedFaults, createArmedFaults, faultOfHeader } from './faults.ts';
import { createJournal, noJournal } from './journal.ts';
import { asObject, asText } from './json-object.ts';
import { misbehave } from './misbehaviour.ts';
import { answerOperator } from './operator-routes.ts';
import { errorReply, type GateReply, matchRoute, type World } from './routes.ts';
import { createScenarioRules, type ScenarioRules } from './scenario-rules.ts';
import { readRequest, send } from './wire.ts';

export type SimulatorSettings = {
  /** Where executions are kept; without it they are forgotten with the process. */
  readonly dataDir?: string;
  /** What deploy stages really act on; without it they only take their time. */
  readonly services?: Services;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Divides every duration; a good deployment takes about six seconds at 1. */
  readonly speed?: number;
  /** When given, every call but /health needs `Authorization: Bearer <token>` and is sent to a login page otherwise. */
  readonly token?: string;
  /** Who is told of everything that executions do; nobody without it. */
  readonly events?: EventEndpoint;
};

export type GateSimulator = {
  /** Listens on 127.0.0.1, on a free port unless one is given, and resolves to the address. */
  listen(port?: number): Promise<string>;
  close(): Promise<void>;
  handler(request: IncomingMessage, response: ServerResponse): void;
  readonly executions: Executions;
  readonly faults: ArmedFaults;
  readonly rules: ScenarioRules;
};

const TICK_MS = 50;

/** An HTTP server that speaks the part of Spinnaker's Gate that DXCP uses, and deploys for real if it can. */
export function createGateSimulator(settings: SimulatorSettings): GateSimulator {
  const { now, services } = settings;
  const journal = settings.dataDir === undefined ? noJournal : createJournal(settings.dataDir);
  const executions = createExecutions({ journal, now, speed: settings.speed ?? 1, effects: services !== undefined });
  const faults = createArmedFaults();
  const rules = createScenarioRules();
  const conductor = services && createConductor(executions, services, now);
  const echo = settings.events && createEcho({ executions, now, endpoint: settings.events });
  const deferred = createDeferred(now);
  const world = { executions, rules, now };
  const state: SimulatorState = { world, faults, deferred, conductor, echo, token: settings.token };
  const handler = (request: IncomingMessage, response: ServerResponse) => {
    answer(state, request, response).catch(() => request.socket.destroy());
  };
  const server = createServer(handler);
  const tick = () => {
    conductor?.tick();
    echo?.tick();
  };
  const ticking = (conductor ?? echo) && setInterval(tick, TICK_MS).unref();
  return {
    handler,
    executions,
    faults,
    rules,
    listen: (port = 0) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', () => resolve(addressOf(server.address())));
      }),
    close: async () => {
      clearInterval(ticking);
      conductor?.stop();
      server.closeAllConnections();
      await echo?.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type SimulatorState = {
  readonly world: World;
  readonly faults: ArmedFaults;
  readonly deferred: Deferred;
  readonly conductor: Conductor | undefined;
  readonly echo: Echo | undefined;
  readonly token: string | undefined;
};

async function answer(state: SimulatorState, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const request = await readRequest(incoming);
  if (request.path[0] === '.simulator') return send(response, answerOperator(state, request));
  if (request.path[0] !== 'health' && !isSignedIn(state, incoming)) {
    response.writeHead(302, { location: '/login' }).end();
    return;
  }
  const matched = matchRoute(request);
  state.deferred.catchUp();
  const perform = (ago = 0): GateReply => {
    state.conductor?.tick();
    if (!matched) return errorReply(404, 'Not Found', 'No message available', state.world.now());
    const world = ago === 0 ? state.world : { ...state.world, now: () => state.world.now() - ago };
    return matched.route.answer(world, request, matched.names);
  };
  const fault =
    faultOfHeader(incoming.headers['x-simulator-fault']) ?? (matched?.point && state.faults.take(matched.point));
  if (!fault) return send(response, perform());
  if (fault.kind === 'latency') await pause(fault.ms ?? 1000);
  const again = (first: GateReply) => state.world.executions.duplicate(idOfRef(first));
  const isList = matched?.route.lists === true;
  misbehave({ fault, perform, again, deferred: state.deferred, isList, incoming, response, now: state.world.now() });
}

function idOfRef({ body }: GateReply): string {
  return (asText(asObject(body).ref) ?? '').replace('/pipelines/', '');
}

function isSignedIn({ token }: SimulatorState, { headers }: IncomingMessage): boolean {
  return token === undefined || headers.authorization === `Bearer ${token}`;
}

function addressOf(address: unknown): string {
  const port = typeof address === 'object' && address !== null && 'port' in address ? address.port : 0;
  return `http://127.0.0.1:${port}`;
}
