import { createHash } from 'node:crypto';
import type { JsonObject } from './json-object.ts';
import { renderStage } from './render-stage.ts';
import { type ExecutionRecord, isPaused, timelineOf } from './timeline.ts';

const SUPERSEDED =
  'This execution was queued but then canceled because a newer queued execution superceded it. This pipeline is configured to automatically cancel waiting executions.';

/** The execution as Gate shows it; without `expand` contexts, outputs and tasks are left empty. */
export function renderExecution(record: ExecutionRecord, now: number, expand: boolean): JsonObject {
  const timeline = timelineOf(record, now);
  const paused = isPaused(record, now);
  const status = timeline.status === 'RUNNING' ? (record.strangeStatus ?? timeline.status) : timeline.status;
  const { startTime, endTime } = timeline;
  return {
    type: 'PIPELINE',
    id: record.id,
    application: record.application,
    name: record.pipeline,
    pipelineConfigId: configId(record.application, record.pipeline),
    origin: 'api',
    status: paused ? 'PAUSED' : status,
    buildTime: record.buildTime,
    // What never began has no end either.
    ...(startTime !== undefined && { startTime, ...(endTime !== undefined && { endTime }) }),
    ...cancellation(record, now),
    ...(record.pause && record.pause.at <= now && { paused: pauseOf(record.pause, now) }),
    limitConcurrent: record.queue !== undefined,
    maxConcurrentExecutions: 0,
    keepWaitingPipelines: record.queue?.keepsWaiting ?? false,
    authentication: { user: record.user, allowedAccounts: [] },
    initialConfig: {},
    notifications: [],
    systemNotifications: [],
    trigger: record.trigger,
    stages: timeline.stages.flatMap((stage) => renderStage({ record, now, expand }, stage)),
  };
}

/** Stable over restarts, as ids of pipeline configurations are. */
export function configId(application: string, pipeline: string): string {
  const hex = createHash('sha256').update(`${application}/${pipeline}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

/** Whoever cancels last is named, even when it was over before. */
function cancellation(record: ExecutionRecord, now: number): JsonObject {
  if (record.startupError !== undefined) {
    return { canceled: true, canceledBy: 'system', cancellationReason: `Failed on startup: ${record.startupError}` };
  }
  const cancel = [record.lateCancel, record.cancel].find((candidate) => candidate && candidate.at <= now);
  if (cancel) {
    const { by, reason } = cancel;
    return { canceled: true, canceledBy: by, ...(reason !== undefined && { cancellationReason: reason }) };
  }
  if (record.supersededAt !== undefined && record.supersededAt <= now) {
    return { canceled: true, canceledBy: 'spinnaker', cancellationReason: SUPERSEDED };
  }
  return { canceled: false };
}

function pauseOf(pause: NonNullable<ExecutionRecord['pause']>, now: number): JsonObject {
  const { at, by, resumed } = pause;
  const isOver = resumed !== undefined && resumed.at <= now;
  return {
    pausedBy: by,
    pauseTime: at,
    ...(isOver && { resumedBy: resumed.by, resumeTime: resumed.at }),
    pausedMs: isOver ? resumed.at - at : 0,
    paused: !isOver,
  };
}
