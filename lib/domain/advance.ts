import type { Failure } from '../contract/failure.ts';
import { failureOf, type SeenFailure } from './failures.ts';
import type { DeploymentRecord } from './records.ts';
import { isOverdue, stalledEntry } from './stall.ts';
import { isTerminal, mayBecome, type TerminalState } from './states.ts';
import { stepPlace } from './step-words.ts';
import { iso } from './time.ts';
import type { NewEntry } from './timeline.ts';
import { engineWaitsIn } from './waits.ts';
import { type RecordWrite, writeRecord } from './write.ts';

/** What the engine was seen to do; the engine port's observation is one of these. */
export type Seen = {
  readonly executionId: string;
  readonly status: 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELED' | 'ROLLED_BACK' | 'UNKNOWN';
  readonly progress?: { readonly done: number; readonly total: number; readonly label: string };
  readonly steps?: readonly { readonly label: string; readonly startedAt?: string }[];
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly executionUrl?: string;
  readonly failures: readonly SeenFailure[];
  readonly warnings: readonly string[];
};

export type Advance =
  /** Late news, or news of something else: nothing changes. */
  | { readonly kind: 'none' }
  | { readonly kind: 'progress'; readonly write: RecordWrite }
  | { readonly kind: 'ended'; readonly ending: ObservedEnd };

/** The end as the engine told it; the finishing transaction makes it so. */
export type ObservedEnd = {
  readonly state: TerminalState;
  readonly entries: readonly NewEntry[];
  readonly failures: readonly Failure[];
  readonly set: Partial<DeploymentRecord>;
};

/** Monotone: an observation can only move a deployment forward, however late or often it is delivered. */
export const advance = (record: DeploymentRecord, seen: Seen, now: Date): Advance => {
  if (isTerminal(record.state) || record.executionId !== seen.executionId) return { kind: 'none' };
  const entries = newEntries(record, seen, now);
  const set = { ...seenFields(record, seen, now), observedAt: iso(now) };
  const { status } = seen;
  if (isEnd(status)) return { kind: 'ended', ending: observedEnd(record, { seen, state: status, entries, set, now }) };
  const next = status === 'RUNNING' && mayBecome(record.state, 'IN_PROGRESS') ? 'IN_PROGRESS' : record.state;
  const late = isOverdue(record, now);
  return {
    kind: 'progress',
    write: writeRecord(record, {
      now: iso(now),
      set: { ...set, state: next, ...(late ? { stalled: true } : {}) },
      entries: late ? [...entries, stalledEntry(now)] : entries,
    }),
  };
};

/** Whether the engine says that nothing more will happen. */
export const isEnd = (status: Seen['status']): status is TerminalState =>
  status === 'SUCCEEDED' || status === 'FAILED' || status === 'CANCELED' || status === 'ROLLED_BACK';

const seenFields = (record: DeploymentRecord, seen: Seen, now: Date): Partial<DeploymentRecord> => {
  const startedAt = record.startedAt ?? seen.startedAt;
  const further = seen.progress && seen.progress.done >= (record.progress?.done ?? 0) ? seen.progress : record.progress;
  const engineWaits = engineWaitsIn(record.engineWaits, {
    warnings: seen.warnings,
    stepBegan: (label) => within(seen.steps?.find((step) => step.label === label)?.startedAt, record, now),
    at: iso(now),
  });
  return {
    ...(engineWaits.length === 0 && record.engineWaits === undefined ? {} : { engineWaits }),
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(further === undefined ? {} : { progress: further }),
    ...(seen.executionUrl === undefined ? {} : { executionUrl: seen.executionUrl }),
    warnings: [...new Set([...(record.warnings ?? []), ...seen.warnings])],
  };
};

/** The engine's clock may go before or after ours; what we see has happened, and not before it was asked for. */
const within = (at: string | undefined, { handOver, createdAt }: DeploymentRecord, now: Date): string => {
  const earliest = handOver.lastRequestAt ?? createdAt;
  if (at === undefined || at > iso(now)) return iso(now);
  return at < earliest ? earliest : at;
};

/** Only what the timeline does not tell yet. */
const newEntries = (record: DeploymentRecord, seen: Seen, now: Date): NewEntry[] => {
  // What is only seen after the end happened before it.
  const at = within(seen.finishedAt, record, now);
  return [
    ...stepsToTell(record, seen).map(({ label, startedAt, place }) => ({
      type: 'ENGINE_PROGRESS' as const,
      at: startedAt === undefined ? at : within(startedAt, record, now),
      summary: label,
      detail: place,
    })),
    ...seen.warnings
      .filter((warning) => !record.warnings?.includes(warning))
      .map((summary) => ({ type: 'ENGINE_WARNING' as const, at, summary })),
  ];
};

type StepToTell = { readonly label: string; readonly startedAt: string | undefined; readonly place: string };

/** Every step that has begun since the last look, also those that ended in between: each at its own time. */
const stepsToTell = (record: DeploymentRecord, { progress, steps = [] }: Seen): readonly StepToTell[] => {
  if (!progress) return [];
  const before = record.progress;
  const last = Math.min(progress.done, Math.max(0, progress.total - 1));
  const sameStep = before?.done === progress.done && before.label !== progress.label;
  const first = before ? Math.min(before.done, before.total - 1) + (sameStep ? 0 : 1) : 0;
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, offset) => {
    const index = first + offset;
    const { label, startedAt } = steps[index] ?? { label: index === last ? progress.label : undefined };
    const place = stepPlace(index + 1, progress.total);
    return label === undefined ? [] : [{ label, place, startedAt }];
  }).flat();
};

type Ended = {
  readonly seen: Seen;
  readonly state: TerminalState;
  readonly entries: readonly NewEntry[];
  readonly set: Partial<DeploymentRecord>;
  readonly now: Date;
};

const observedEnd = (record: DeploymentRecord, { seen, state, entries, set, now }: Ended): ObservedEnd => {
  const at = within(seen.finishedAt, record, now);
  const failures = state === 'FAILED' || state === 'ROLLED_BACK' ? failuresOf(record, seen, at) : [];
  const evidence = seen.failures.flatMap((failure) => failure.evidence ?? []);
  return {
    state,
    failures,
    set: { ...set, ...(evidence.length > 0 ? { evidence } : {}) },
    entries: [
      ...entries,
      { type: 'ENGINE_FINISHED', at, summary: finishedWords[state] },
      ...failures.map((failure) => ({
        type: 'FAILURE_OBSERVED' as const,
        at: failure.observedAt,
        summary: failure.summary,
        detail: failure.detail,
      })),
    ],
  };
};

const finishedWords: Readonly<Record<TerminalState, string>> = {
  SUCCEEDED: 'All steps are done',
  FAILED: 'The work ended with a failure',
  CANCELED: 'The work was stopped',
  ROLLED_BACK: 'The work was undone by the engine',
};

/** A failed deployment always has a reason, even if the engine gave none; a failed rollback says that it was one. */
const failuresOf = (record: DeploymentRecord, seen: Seen, at: string): Failure[] => {
  const given: readonly SeenFailure[] = seen.failures.length > 0 ? seen.failures : [{ category: 'UNKNOWN' }];
  return given.map((failure) =>
    failureOf(
      failure.category === 'UNKNOWN' && record.deploymentKind === 'ROLLBACK'
        ? { ...failure, category: 'ROLLBACK' }
        : failure,
      failure.observedAt ?? at,
    ),
  );
};
