import { PIPELINES } from './executions.ts';
import { FAULT_KINDS, FAULT_POINTS, parseFaults } from './faults.ts';
import { asObject } from './json-object.ts';
import { errorReply, type GateReply, type GateRequest } from './routes.ts';
import { parseRules } from './scenario-rules.ts';
import { SCENARIOS } from './scenarios.ts';
import type { SimulatorState } from './simulator.ts';

/** What can be played with the simulator, as data, for people and for pages about the local plane. */
export function describeSimulator() {
  return {
    pipelines: PIPELINES.map(({ application, name, description }) => ({ application, name, description })),
    scenarios: SCENARIOS.map(({ name, description }) => ({ name, description, version: `1.0.0-sim-${name}` })),
    faults: Object.entries(FAULT_KINDS).map(([kind, description]) => ({ kind, description })),
    faultPoints: FAULT_POINTS,
    routes: [
      'GET|PUT|DELETE /.simulator/faults     list, add [{on, kind, times?, ms?}], clear',
      'GET|PUT /.simulator/events            whether events are sent: {enabled}',
      'GET|PUT|DELETE /.simulator/scenarios  list, set [{scenario, service?, environment?, version?, definition?, times?}], clear',
    ],
  };
}

/** The simulator's own routes, which no real engine has. */
export function answerOperator(state: SimulatorState, request: GateRequest): GateReply {
  const subject = request.path[1];
  if (subject === undefined) return { status: 200, body: describeSimulator() };
  try {
    if (subject === 'faults') return onFaults(state, request);
    if (subject === 'events') return onEvents(state, request);
    if (subject === 'scenarios') return onScenarios(state, request);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return errorReply(400, 'Bad Request', message, state.world.now());
  }
  return errorReply(404, 'Not Found', 'The simulator has events, faults and scenarios', state.world.now());
}

function onEvents({ echo }: SimulatorState, { method, body }: GateRequest): GateReply {
  const { enabled } = asObject(body);
  if (method === 'PUT' && typeof enabled !== 'boolean') throw new Error('expected {"enabled": true} or false');
  if (method === 'PUT') echo?.enable(enabled === true);
  return { status: 200, body: { enabled: echo?.enabled ?? false } };
}

function onFaults({ faults }: SimulatorState, { method, body }: GateRequest): GateReply {
  if (method === 'PUT') faults.arm(parseFaults(body));
  if (method === 'DELETE') faults.clear();
  return { status: 200, body: faults.list() };
}

function onScenarios({ world }: SimulatorState, { method, body }: GateRequest): GateReply {
  if (method === 'PUT') world.rules.set(parseRules(body));
  if (method === 'DELETE') world.rules.set([]);
  return { status: 200, body: world.rules.list() };
}
