import type { DeploymentRecord } from './records.ts';
import { isTerminal } from './states.ts';
import { iso } from './time.ts';
import type { NewEntry } from './timeline.ts';
import { type RecordWrite, writeRecord } from './write.ts';

/** Past its deadline, which nobody has told yet. */
export const isOverdue = (record: DeploymentRecord, now: Date): boolean =>
  !isTerminal(record.state) && !record.stalled && iso(now) > record.deadlineAt;

export const stalledEntry = (now: Date, detail?: string): NewEntry => ({
  type: 'STALLED',
  at: iso(now),
  summary: 'Past its deadline; the place stays taken until it ends',
  detail,
});

/** What nobody answered for is looked for by people. */
const unanswered = ({ id, executionId, handOver }: DeploymentRecord): string | undefined =>
  executionId === undefined && handOver.leases > 0
    ? `It is not known whether the engine has it. Look there for deployment ${id}; if nothing of it is there, tell your platform team.`
    : undefined;

/** Marks a deployment of which nothing is heard; `undefined` when there is nothing to mark. */
export const stall = (record: DeploymentRecord, now: Date): RecordWrite | undefined =>
  isOverdue(record, now)
    ? writeRecord(record, { now: iso(now), set: { stalled: true }, entries: [stalledEntry(now, unanswered(record))] })
    : undefined;
