import { createHash } from 'node:crypto';
import { FAILURE_SHAPES, type FailureShape, judged } from './failure-shapes.ts';
import { asObject, asText, type JsonObject } from './json-object.ts';
import { classOfTask, NOT_FROZEN, type StageFacts, stageKind } from './stage-kinds.ts';
import { type ExecutionRecord, isCanceling, isPaused, type StageState } from './timeline.ts';

export type StageView = { readonly record: ExecutionRecord; readonly now: number; readonly expand: boolean };

type Drawn = StageView & {
  readonly state: StageState;
  readonly shape: FailureShape | undefined;
  readonly facts: StageFacts;
};

/** The stage and, before it, the synthetic one that does its work, if it has one and has begun. */
export function renderStage(view: StageView, state: StageState): readonly JsonObject[] {
  const facts = factsOf(view.record, state);
  const drawn: Drawn = { ...view, state, facts, shape: state.failure && FAILURE_SHAPES[state.failure.shape](facts) };
  const checks = stageKind(typeOf(drawn)).checks && state.startTime !== undefined;
  return checks ? [checkOf(drawn), frameOf(drawn, { tasks: [] })] : [frameOf(drawn, {})];
}

/** Like the ULID it stands for: 26 letters and digits, the same for the same stage of the same execution. */
export function stageId(executionId: string, refId: string): string {
  return createHash('sha256').update(`${executionId}/${refId}`).digest('hex').slice(0, 26).toUpperCase();
}

function frameOf(drawn: Drawn, override: JsonObject): JsonObject {
  const { record, state, expand, facts } = drawn;
  const { plan } = state;
  const previous = record.stages[record.stages.indexOf(plan) - 1];
  const judgment = record.judgments[plan.refId];
  const type = typeOf(drawn);
  const by = judgment?.by ?? asText(drawn.shape?.context.lastModifiedBy);
  return {
    id: stageId(record.id, plan.refId),
    refId: plan.refId,
    type,
    name: plan.name,
    ...timesOf(drawn),
    context: expand ? contextOf(drawn, type) : {},
    outputs: (expand && state.startTime !== undefined && stageKind(type).outputs?.(facts)) || {},
    tasks: expand ? tasksOf(drawn) : [],
    requisiteStageRefIds: previous === undefined ? [] : [previous.refId],
    ...(by !== undefined && { lastModified: { user: by, allowedAccounts: [], lastModifiedTime: facts.at } }),
    ...(expand && override),
  };
}

/** The synthetic child of a stage that checks preconditions. */
function checkOf(drawn: Drawn): JsonObject {
  const { record, state, expand, shape } = drawn;
  const result = state.endTime === undefined ? {} : { expressionResult: 'true' };
  const goesOn = writtenForStatus(drawn).continuePipeline;
  return {
    ...frameOf(drawn, {}),
    id: stageId(record.id, `${state.plan.refId}<1`),
    refId: `${state.plan.refId}<1`,
    requisiteStageRefIds: [],
    name: 'Check precondition (expression)',
    parentStageId: stageId(record.id, state.plan.refId),
    syntheticStageOwner: 'STAGE_BEFORE',
    // A stage that only stops its branch has failed for good as far as its child knows.
    status: state.status === 'STOPPED' ? 'TERMINAL' : state.status,
    context: expand
      ? {
          preconditionType: 'expression',
          context: { ...NOT_FROZEN, ...result, ...shape?.check },
          failPipeline: true,
          type: 'checkPreconditions',
          ...(goesOn !== undefined && { continuePipeline: goesOn }),
        }
      : {},
  };
}

function typeOf({ shape, state }: Drawn): string {
  return shape?.type ?? state.plan.type;
}

/** A skipped stage has an end only, and so has one that could not be planned. */
function timesOf({ state, shape }: Drawn): JsonObject {
  const { status, startTime, endTime } = state;
  const begins = startTime !== undefined && status !== 'SKIPPED' && !shape?.unplanned;
  return { ...(begins && { startTime }), ...(endTime !== undefined && { endTime }), status };
}

function contextOf(drawn: Drawn, type: string): JsonObject {
  const { record, state, facts, shape } = drawn;
  const judgment = record.judgments[state.plan.refId];
  const kind = stageKind(type);
  return {
    ...(shape?.unplanned ? {} : kind.written(facts)),
    ...writtenForStatus(drawn),
    ...(state.status === 'SUCCEEDED' && kind.left?.(facts)),
    ...shape?.context,
    ...(judgment && judged(judgment)),
  };
}

/** What an author writes to let the pipeline go on after a failure, or to stop only one branch. */
function writtenForStatus({ state }: Drawn): JsonObject {
  const status = state.plan.failure?.status;
  if (status === 'FAILED_CONTINUE') return { failPipeline: false, continuePipeline: true };
  return status === 'STOPPED' ? { failPipeline: false, continuePipeline: false } : {};
}

function factsOf(record: ExecutionRecord, { plan, failure, endTime }: StageState): StageFacts {
  const parameters = asObject(record.trigger.parameters);
  return {
    service: asText(parameters.service) ?? '',
    environment: asText(parameters.environment) ?? '',
    version: asText(parameters.targetVersion) ?? asText(parameters.version) ?? '',
    executionId: record.id,
    stage: plan.name,
    task: plan.tasks.at(-1) ?? plan.type,
    seconds: plan.duration / 1000,
    at: endTime ?? record.buildTime,
    ...(failure?.message !== undefined && { message: failure.message }),
  };
}

/** Finished stages have finished tasks; a running or failed one stands at its last task. */
function tasksOf(drawn: Drawn): readonly JsonObject[] {
  const { state, shape } = drawn;
  const { status, startTime } = state;
  if (startTime === undefined || status === 'SKIPPED') return [];
  const names = shape?.tasks ?? state.plan.tasks;
  const last = names.length - 1;
  return names.map((name, index) => ({
    id: String(index + 1),
    name,
    implementingClass: classOfTask(name),
    ...(index < last ? doneBefore(state) : lastTask(drawn)),
    stageStart: index === 0,
    stageEnd: index === last,
    loopStart: false,
    loopEnd: false,
    taskExceptionDetails: index === last && shape?.thrown ? { exception: shape.thrown } : {},
  }));
}

function doneBefore({ startTime, endTime }: StageState): JsonObject {
  return { startTime, endTime: endTime ?? startTime, status: 'SUCCEEDED' };
}

/** A task notices a cancellation before its stage does, and gives up its place when the execution is paused. */
function lastTask({ record, now, state, shape }: Drawn): JsonObject {
  const { status, startTime, endTime } = state;
  if (status === 'RUNNING' && isPaused(record, now)) return { status: 'NOT_STARTED' };
  if (status === 'RUNNING' && isCanceling(record, now)) return { startTime, endTime: now, status: 'CANCELED' };
  const ended = status === 'STOPPED' ? 'TERMINAL' : status;
  return { startTime, ...(endTime !== undefined && { endTime }), status: shape?.tasksSucceed ? 'SUCCEEDED' : ended };
}
