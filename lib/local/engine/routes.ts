import { REQUIRED_PARAMETERS } from './definitions.ts';
import { type Executions, isComplete, PIPELINES, pipelineNamed } from './executions.ts';
import type { FaultPoint } from './faults.ts';
import { asObject, asText, type JsonObject } from './json-object.ts';
import { configId, renderExecution } from './render.ts';
import { stageId } from './render-stage.ts';
import type { ScenarioRules } from './scenario-rules.ts';
import { type ExecutionRecord, timelineOf } from './timeline.ts';

export type GateRequest = {
  readonly method: string;
  /** Path segments, decoded. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly user: string;
};

export type GateReply = { readonly status: number; readonly body?: unknown };

export type World = { readonly executions: Executions; readonly rules: ScenarioRules; readonly now: () => number };

type Route = {
  readonly method: string;
  /** `*` stands for one name, handed over in order. */
  readonly path: readonly string[];
  readonly point?: FaultPoint;
  /** Answers with a list, which leaves out what it does not know. */
  readonly lists?: true;
  readonly answer: (world: World, request: GateRequest, names: readonly string[]) => GateReply;
};

/** The part of Gate's API the simulator speaks. */
const ROUTES: readonly Route[] = [
  { method: 'POST', path: ['pipelines', '*', '*'], point: 'start', answer: trigger },
  { method: 'GET', path: ['applications', '*', 'executions', 'search'], point: 'find', lists: true, answer: search },
  { method: 'GET', path: ['pipelines', '*'], point: 'observe', answer: readOne },
  { method: 'GET', path: ['executions'], point: 'observeMany', lists: true, answer: readMany },
  { method: 'PUT', path: ['pipelines', '*', 'cancel'], point: 'cancel', answer: cancel },
  { method: 'PUT', path: ['pipelines', '*', 'pause'], answer: pause },
  { method: 'PUT', path: ['pipelines', '*', 'resume'], answer: resume },
  { method: 'PATCH', path: ['pipelines', '*', 'stages', '*'], answer: patchStage },
  { method: 'GET', path: ['applications'], point: 'catalog', answer: () => ({ status: 200, body: applications() }) },
  { method: 'GET', path: ['applications', '*', 'pipelineConfigs'], point: 'catalog', answer: pipelineConfigs },
  { method: 'GET', path: ['health'], point: 'health', answer: () => ({ status: 200, body: { status: 'UP' } }) },
];

export type MatchedRoute = {
  readonly route: Route;
  readonly names: readonly string[];
  readonly point: FaultPoint | undefined;
};

export function matchRoute(request: GateRequest): MatchedRoute | undefined {
  const route = ROUTES.find(({ method, path }) => method === request.method && fitsPath(path, request.path));
  if (!route) return undefined;
  const names = request.path.filter((_, index) => route.path[index] === '*');
  // A batch of one is how a single execution is observed.
  const single = route.point === 'observeMany' && idsOf(request).length === 1;
  return { route, names, point: single ? 'observe' : route.point };
}

/** An error as Gate writes it. */
export function errorReply(status: number, error: string, message: string, now: number): GateReply {
  return { status, body: { timestamp: new Date(now).toISOString(), status, error, message } };
}

function fitsPath(pattern: readonly string[], path: readonly string[]): boolean {
  return pattern.length === path.length && pattern.every((part, index) => part === '*' || part === path[index]);
}

function trigger(world: World, request: GateRequest, [application = '', name = '']: readonly string[]): GateReply {
  const failed = (status: number, error: string, reason: string) => {
    const prefix = `Unable to trigger pipeline (application: ${application}, pipelineNameOrId: ${name}). Error: `;
    return errorReply(status, error, `${prefix}${reason}`, world.now());
  };
  const pipeline = pipelineNamed(application, name);
  if (!pipeline) return failed(404, 'Not Found', `Pipeline configuration not found (id: ${name})`);
  const given = asObject(request.body);
  const parameters = asObject(given.parameters);
  const missing = REQUIRED_PARAMETERS.find((parameter) => asText(parameters[parameter]) === undefined);
  if (missing) return failed(400, 'Bad Request', `Required parameter ${missing} is missing`);
  const known = world.executions.correlated(asText(given.correlationId));
  if (known) return { status: 202, body: { ref: `/pipelines/${known.id}` } };
  const scenario = world.rules.choose(pipeline, parameters);
  if (scenario.requires !== undefined && asText(parameters[scenario.requires]) === undefined) {
    return failed(400, 'Bad Request', `Required parameter ${scenario.requires} is missing`);
  }
  const id = world.executions.trigger({ pipeline, scenario, trigger: given, user: request.user });
  if (scenario.startupError) return failed(400, 'Bad Request', scenario.startupError);
  return { status: 202, body: { ref: `/pipelines/${id}` } };
}

function readOne(world: World, _request: GateRequest, [id = '']: readonly string[]): GateReply {
  const record = world.executions.get(id);
  if (!record) return errorReply(404, 'Not Found', `Pipeline not found (id: ${id})`, world.now());
  return { status: 200, body: renderExecution(record, world.now(), true) };
}

function readMany(world: World, request: GateRequest): GateReply {
  const found = idsOf(request).flatMap((id) => world.executions.get(id) ?? []);
  return { status: 200, body: found.map((record) => renderExecution(record, world.now(), isExpanded(request))) };
}

function search(world: World, { query }: GateRequest, [application = '']: readonly string[]): GateReply {
  const from = Number(query.get('triggerTimeStartBoundary') ?? 0);
  const to = Number(query.get('triggerTimeEndBoundary') ?? Number.MAX_SAFE_INTEGER);
  const wanted = (record: ExecutionRecord) =>
    (application === '*' || record.application === application) &&
    (query.get('eventId') ?? record.trigger.eventId) === record.trigger.eventId &&
    (query.get('pipelineName') ?? record.pipeline) === record.pipeline &&
    record.buildTime >= from &&
    record.buildTime <= to;
  const newestFirst = world.executions
    .all()
    .filter(wanted)
    .sort((a, b) => b.buildTime - a.buildTime);
  const start = Number(query.get('startIndex') ?? 0);
  const page = newestFirst.slice(start, start + Number(query.get('size') ?? 10));
  const expand = query.get('expand') === 'true';
  return { status: 200, body: page.map((record) => renderExecution(record, world.now(), expand)) };
}

/** Answers 200 whatever it did, as Orca's swallowed errors make Gate do. */
function cancel(world: World, { query, user }: GateRequest, [id = '']: readonly string[]): GateReply {
  const reason = query.get('reason');
  world.executions.cancel(id, { by: user, ...(reason !== null && { reason }) });
  return { status: 200 };
}

function pause(world: World, { user }: GateRequest, [id = '']: readonly string[]): GateReply {
  world.executions.pause(id, user);
  return { status: 200 };
}

function resume(world: World, { user }: GateRequest, [id = '']: readonly string[]): GateReply {
  world.executions.resume(id, user);
  return { status: 200 };
}

function patchStage(world: World, request: GateRequest, [id = '', wanted = '']: readonly string[]): GateReply {
  const record = world.executions.get(id);
  const state = record && timelineOf(record, world.now()).stages.find(({ plan }) => stageId(id, plan.refId) === wanted);
  if (!record || !state) return errorReply(404, 'Not Found', `Stage not found (id: ${wanted})`, world.now());
  const given = asObject(request.body);
  const status = given.judgmentStatus;
  const isOpen = state.status === 'RUNNING' && state.plan.approval && !isComplete(record, world.now());
  if (isOpen && (status === 'continue' || status === 'stop')) {
    const input = asText(given.judgmentInput);
    world.executions.judge(id, state.plan.refId, { by: request.user, status, ...(input !== undefined && { input }) });
  }
  return readOne(world, request, [id]);
}

function applications(): readonly JsonObject[] {
  const names = [...new Set(PIPELINES.map(({ application }) => application))];
  return names.map((name) => ({ name, email: 'platform@example.com', accounts: 'local', updateTs: '0' }));
}

function pipelineConfigs(_world: World, _request: GateRequest, [application = '']: readonly string[]): GateReply {
  const own = PIPELINES.filter((pipeline) => pipeline.application === application);
  return {
    status: 200,
    body: own.map(({ name, description, stages }, index) => ({
      id: configId(application, name),
      name,
      application,
      description,
      index,
      disabled: false,
      limitConcurrent: false,
      keepWaitingPipelines: false,
      triggers: [],
      parameterConfig: REQUIRED_PARAMETERS.map((parameter) => ({ name: parameter, required: true })),
      stages: stages.map((stage, at) => ({
        refId: String(at + 1),
        requisiteStageRefIds: at === 0 ? [] : [String(at)],
        type: stage.type,
        name: stage.name,
      })),
    })),
  };
}

function idsOf({ query }: GateRequest): readonly string[] {
  return (query.get('executionIds') ?? '').split(',').filter((id) => id !== '');
}

function isExpanded({ query }: GateRequest): boolean {
  return query.get('expand') !== 'false';
}
