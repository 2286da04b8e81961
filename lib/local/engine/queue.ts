import { type ExecutionRecord, timelineOf } from './timeline.ts';

/**
 * What changes in the queues of pipelines that run one at a time: whenever one ends, the oldest that waits begins, or
 * the newest begins and the others are dropped. Every change has happened by `now`.
 */
export function turns(records: readonly ExecutionRecord[], now: number): readonly ExecutionRecord[] {
  const waiting = records.filter((record) => record.waits && !isOver(record, now));
  const pipelines = new Set(waiting.map(pipelineOf));
  return [...pipelines].flatMap((pipeline) =>
    turnsOf(
      records.filter((one) => pipelineOf(one) === pipeline),
      now,
    ),
  );
}

function turnsOf(records: readonly ExecutionRecord[], now: number): readonly ExecutionRecord[] {
  const others = records.filter((record) => !record.waits && record.queue);
  if (others.some((record) => !isOver(record, now))) return [];
  const freeAt = Math.max(0, ...others.map((record) => timelineOf(record, now).endTime ?? 0));
  const waiting = records.filter((record) => record.waits && !isOver(record, now)).sort(byTime);
  const present = waiting.filter((record) => record.buildTime <= freeAt);
  const candidates = present.length > 0 ? present : waiting.slice(0, 1);
  const next = candidates.at(candidates[0]?.queue?.keepsWaiting ? 0 : -1);
  if (next === undefined) return [];
  const begun = begin(next, Math.max(freeAt, next.buildTime));
  const dropped = begun.queue?.keepsWaiting ? [] : candidates.filter((record) => record !== next);
  const changed = [begun, ...dropped.map((record) => ({ ...record, supersededAt: freeAt }))];
  // What begins may be over already, and the next one's turn has come.
  const after = records.map((record) => changed.find(({ id }) => id === record.id) ?? record);
  const further = turnsOf(after, now);
  return [...changed.filter(({ id }) => further.every((one) => one.id !== id)), ...further];
}

function begin({ waits: _, ...record }: ExecutionRecord, beginsAt: number): ExecutionRecord {
  return { ...record, beginsAt };
}

function isOver(record: ExecutionRecord, now: number): boolean {
  const { status } = timelineOf(record, now);
  return status !== 'RUNNING' && status !== 'NOT_STARTED';
}

function byTime(a: ExecutionRecord, b: ExecutionRecord): number {
  return a.buildTime - b.buildTime || a.id.localeCompare(b.id);
}

function pipelineOf({ application, pipeline }: ExecutionRecord): string {
  return `${application}/${pipeline}`;
}
