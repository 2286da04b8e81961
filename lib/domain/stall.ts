import type { DeploymentRecord } from './records.ts';
import { isTerminal } from './states.ts';
import { iso } from './time.ts';
import type { NewEntry } from './timeline.ts';
import { type RecordWrite, writeRecord } from './write.ts';

/** Past its deadline, which nobody has told yet. */
export const isOverdue = (record: DeploymentRecord, now: Date): boolean =>
  !isTerminal(record.state) && !record.stalled && iso(now) > record.deadlineAt;

export const stalledEntry = (now: Date): NewEntry => ({
  type: 'STALLED',
  at: iso(now),
  summary: 'Past its deadline; the place stays taken until it ends',
});

/** Marks a deployment of which nothing is heard; `undefined` when there is nothing to mark. */
export const stall = (record: DeploymentRecord, now: Date): RecordWrite | undefined =>
  isOverdue(record, now)
    ? writeRecord(record, { now: iso(now), set: { stalled: true }, entries: [stalledEntry(now)] })
    : undefined;
