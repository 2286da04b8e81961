import type { TimelineEvent } from '../contract/timeline.ts';
import type { DeploymentRecord } from './records.ts';
import { type NewEntry, numberEntries } from './timeline.ts';

/** One record's part of a change: what it was, what it becomes, and what its timeline gains. */
export type RecordWrite = {
  readonly update: { readonly before: DeploymentRecord; readonly after: DeploymentRecord };
  readonly timeline: { readonly deploymentId: string; readonly entries: readonly TimelineEvent[] };
};

type Next = {
  readonly now: string;
  readonly set: Partial<DeploymentRecord>;
  readonly entries: readonly NewEntry[];
};

/** The next version of a record, with its timeline entries numbered on. */
export const writeRecord = (before: DeploymentRecord, { now, set, entries }: Next): RecordWrite => ({
  update: {
    before,
    after: {
      ...before,
      ...set,
      updatedAt: now,
      recordVersion: before.recordVersion + 1,
      timelineSequence: before.timelineSequence + entries.length,
    },
  },
  timeline: { deploymentId: before.id, entries: numberEntries(before.id, before.timelineSequence, entries) },
});

/** The `updates` and `timeline` of a change, from its records' parts. */
export const gather = (writes: readonly RecordWrite[]) => ({
  updates: writes.map((write) => write.update),
  timeline: writes.map((write) => write.timeline).filter((part) => part.entries.length > 0),
});
