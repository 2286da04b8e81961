import type { JsonObject } from './json-object.ts';
import { renderExecution } from './render.ts';
import { stageId } from './render-stage.ts';
import { type ExecutionRecord, type StageState, type Timeline, timelineOf } from './timeline.ts';

/** How far the events of one execution have been told. */
export type Told = { readonly execution: Timeline['status']; readonly stages: readonly StageState['status'][] };

const UNTOLD: Told = { execution: 'NOT_STARTED', stages: [] };

const phases: Readonly<Partial<Record<StageState['status'], string>>> = {
  SUCCEEDED: 'complete',
  SKIPPED: 'skipped',
  FAILED_CONTINUE: 'failed',
  STOPPED: 'failed',
  TERMINAL: 'failed',
  CANCELED: 'failed',
};

/** What has happened since, as Echo tells its REST endpoints, in order; and how far it is told then. */
export function eventsSince(record: ExecutionRecord, now: number, told: Told = UNTOLD) {
  const timeline = timelineOf(record, now);
  const next: Told = { execution: timeline.status, stages: timeline.stages.map(({ status }) => status) };
  if (isSame(told, next)) return { events: [], told, hasEnded: false };
  const execution = renderExecution(record, now, true);
  const events: JsonObject[] = [];
  if (told.execution === 'NOT_STARTED' && timeline.status !== 'NOT_STARTED') {
    events.push(pipelineEvent(record, 'starting', execution));
  }
  timeline.stages.forEach((stage, index) => {
    const before = told.stages[index] ?? 'NOT_STARTED';
    events.push(...stageEvents(before, stage, { record, execution }));
  });
  const hasEnded = timeline.endTime !== undefined && told.execution !== timeline.status;
  if (hasEnded) {
    events.push(pipelineEvent(record, timeline.status === 'SUCCEEDED' ? 'complete' : 'failed', execution));
  }
  return { events, told: next, hasEnded };
}

function isSame(before: Told, after: Told): boolean {
  const hasMoved = after.stages.some((status, index) => status !== (before.stages[index] ?? 'NOT_STARTED'));
  return before.execution === after.execution && !hasMoved;
}

type Whole = { readonly record: ExecutionRecord; readonly execution: JsonObject };

function stageEvents(before: StageState['status'], stage: StageState, whole: Whole): JsonObject[] {
  const { status } = stage;
  if (status === before || status === 'NOT_STARTED') return [];
  const phase = phases[status];
  const begins = before === 'NOT_STARTED' && status !== 'SKIPPED';
  return [
    ...(begins ? [stageEvent('stage', 'starting', stage, whole), stageEvent('task', 'starting', stage, whole)] : []),
    ...(phase && status !== 'SKIPPED' ? [stageEvent('task', phase, stage, whole)] : []),
    ...(phase ? [stageEvent('stage', phase, stage, whole)] : []),
  ];
}

function pipelineEvent(record: ExecutionRecord, phase: string, execution: JsonObject): JsonObject {
  return {
    details: { source: 'orca', type: `orca:pipeline:${phase}`, application: record.application },
    content: { execution, executionId: record.id },
  };
}

function stageEvent(
  kind: 'stage' | 'task',
  phase: string,
  { plan, startTime, endTime }: StageState,
  { record, execution }: Whole,
): JsonObject {
  return {
    details: { source: 'orca', type: `orca:${kind}:${phase}`, application: record.application },
    content: {
      standalone: false,
      canceled: record.cancel !== undefined,
      context: {},
      startTime,
      endTime,
      executionId: record.id,
      stageId: stageId(record.id, plan.refId),
      isSynthetic: false,
      name: plan.name,
      ...(kind === 'task' && { taskName: `${plan.type}.${plan.tasks.at(-1) ?? plan.type}` }),
      execution,
    },
  };
}
