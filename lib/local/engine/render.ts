import { createHash } from 'node:crypto';
import { FAILURE_SHAPES, type FailureShape } from './failure-shapes.ts';
import { asObject, asText, type JsonObject } from './json-object.ts';
import { type ExecutionRecord, type StageState, timelineOf } from './timeline.ts';

const SUPERSEDED =
  'This execution was queued but then canceled because a newer queued execution superceded it. This pipeline is configured to automatically cancel waiting executions.';

/** The execution as Gate shows it; without `expand` contexts, outputs and tasks are left empty. */
export function renderExecution(record: ExecutionRecord, now: number, expand: boolean): JsonObject {
  const timeline = timelineOf(record, now);
  const status = timeline.status === 'RUNNING' && record.strangeStatus ? record.strangeStatus : timeline.status;
  return {
    type: 'PIPELINE',
    id: record.id,
    application: record.application,
    name: record.pipeline,
    pipelineConfigId: configId(record.application, record.pipeline),
    origin: 'api',
    status,
    buildTime: record.buildTime,
    ...(timeline.startTime !== undefined && { startTime: timeline.startTime }),
    ...(timeline.endTime !== undefined && { endTime: timeline.endTime }),
    ...cancellation(record, now),
    limitConcurrent: false,
    maxConcurrentExecutions: 0,
    keepWaitingPipelines: false,
    authentication: { user: record.user, allowedAccounts: [] },
    initialConfig: {},
    notifications: [],
    systemNotifications: [],
    trigger: record.trigger,
    stages: timeline.stages.flatMap((stage) => renderStage(record, stage, expand)),
  };
}

/** Stable over restarts, as ids of pipeline configurations are. */
export function configId(application: string, pipeline: string): string {
  return uuidOf(`${application}/${pipeline}`);
}

export function stageId(executionId: string, refId: string): string {
  return uuidOf(`${executionId}/${refId}`);
}

function cancellation(record: ExecutionRecord, now: number): JsonObject {
  if (record.startupError !== undefined) {
    return { canceled: true, canceledBy: 'system', cancellationReason: `Failed on startup: ${record.startupError}` };
  }
  if (record.supersededAt !== undefined && record.supersededAt <= now) {
    return { canceled: true, canceledBy: 'spinnaker', cancellationReason: SUPERSEDED };
  }
  if (record.cancel === undefined || record.cancel.at > now) return { canceled: false };
  const { by, reason } = record.cancel;
  return { canceled: true, canceledBy: by, ...(reason !== undefined && { cancellationReason: reason }) };
}

function renderStage(record: ExecutionRecord, state: StageState, expand: boolean): readonly JsonObject[] {
  const { plan } = state;
  const shape = shapeOf(record, state);
  const id = stageId(record.id, plan.refId);
  const previous = Number(plan.refId) - 1;
  const own: JsonObject = {
    id,
    refId: plan.refId,
    requisiteStageRefIds: previous > 0 ? [String(previous)] : [],
    type: shape?.type ?? plan.type,
    name: plan.name,
    ...timesOf(state),
    context: expand ? contextOf(record, state, shape) : {},
    outputs: {},
    tasks: expand ? tasksOf(state, shape) : [],
  };
  if (shape?.child === undefined) return [own];
  const child: JsonObject = {
    ...own,
    id: stageId(record.id, `${plan.refId}<1`),
    refId: `${plan.refId}<1`,
    requisiteStageRefIds: [],
    type: shape.child.type,
    name: shape.child.name,
    parentStageId: id,
    syntheticStageOwner: 'STAGE_BEFORE',
    context: expand ? shape.context : {},
  };
  return [child, { ...own, context: {}, tasks: [] }];
}

function timesOf({ status, startTime, endTime }: StageState): JsonObject {
  return { status, ...(startTime !== undefined && { startTime }), ...(endTime !== undefined && { endTime }) };
}

function contextOf(record: ExecutionRecord, { plan }: StageState, shape: FailureShape | undefined): JsonObject {
  const judgment = record.judgments[plan.refId];
  return {
    ...(plan.approval && { judgmentInputs: [], failPipeline: true }),
    ...shape?.context,
    ...(judgment && {
      judgmentStatus: judgment.status,
      judgmentInput: judgment.input ?? '',
      lastModifiedBy: judgment.by,
    }),
  };
}

function shapeOf(record: ExecutionRecord, { failure, plan }: StageState): FailureShape | undefined {
  if (failure === undefined) return undefined;
  const parameters = asObject(record.trigger.parameters);
  return FAILURE_SHAPES[failure.shape]({
    service: asText(parameters.service) ?? '',
    environment: asText(parameters.environment) ?? '',
    version: asText(parameters.targetVersion) ?? asText(parameters.version) ?? '',
    stage: plan.name,
    task: plan.tasks.at(-1) ?? plan.type,
    ...(failure.message !== undefined && { message: failure.message }),
  });
}

/** Finished stages have finished tasks; a running or failed one stands at its last task. */
function tasksOf(state: StageState, shape: FailureShape | undefined): readonly JsonObject[] {
  const { plan, status, startTime, endTime } = state;
  if (startTime === undefined || status === 'SKIPPED') return [];
  const last = plan.tasks.length - 1;
  return plan.tasks.map((name, index) => ({
    id: String(index + 1),
    name,
    implementingClass: `com.netflix.spinnaker.orca.tasks.${name.charAt(0).toUpperCase()}${name.slice(1)}Task`,
    status: index < last ? 'SUCCEEDED' : status,
    startTime,
    ...(endTime !== undefined && { endTime }),
    stageStart: index === 0,
    stageEnd: index === last,
    loopStart: false,
    loopEnd: false,
    taskExceptionDetails: index === last && shape?.context.exception ? { exception: shape.context.exception } : {},
  }));
}

function uuidOf(seed: string): string {
  const hex = createHash('sha256').update(seed).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
