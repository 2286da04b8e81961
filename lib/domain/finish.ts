import type { AuditEvent } from '../contract/audit.ts';
import type { Failure } from '../contract/failure.ts';
import type { Change, SlotChange } from './change.ts';
import { laneAfterEnd } from './lane-after-end.ts';
import type { DeploymentRecord, Lane } from './records.ts';
import { outcomeAfter, type TerminalState } from './states.ts';
import type { NewEntry } from './timeline.ts';
import { gather, type RecordWrite, writeRecord } from './write.ts';

/** The records that the end of a deployment touches. */
export type FinishFacts = {
  readonly record: DeploymentRecord;
  readonly lane: Lane;
  /** What the lane says runs; a success displaces it. */
  readonly displaced: DeploymentRecord | undefined;
  /** What a rollback undoes. */
  readonly original: DeploymentRecord | undefined;
  /** The take-over rollback that gets the place. */
  readonly waiting: DeploymentRecord | undefined;
};

export type Ending = {
  readonly state: TerminalState;
  /** When the record ends. */
  readonly at: string;
  /** What led to the end, told before the end itself. */
  readonly entries: readonly NewEntry[];
  /** The engine provably never started: the quota gets its place back. */
  readonly refund: boolean;
  readonly failures?: readonly Failure[];
  readonly set?: Partial<DeploymentRecord>;
  readonly audit: AuditEvent;
};

/** The one way in which deployments end: record, lane, place, quota and the other records, in one change. */
export const finish = (facts: FinishFacts, ending: Ending): { record: DeploymentRecord; change: Change } => {
  const { record, lane } = facts;
  const own = writeOwn(facts, ending);
  const ended = own.update.after;
  const succeeded = ending.state === 'SUCCEEDED';
  const writes: RecordWrite[] = [
    own,
    ...(succeeded ? writeOthers(facts, ended, ending.at) : []),
    ...(holdsPlace(lane, record) ? writeWaiting(facts, ending.at) : []),
  ];
  const slots = slotChange(facts, ending.at);
  return {
    record: ended,
    change: {
      ...gather(writes),
      lane: { before: lane, after: laneAfterEnd(lane, ended, ending.at) },
      ...(slots ? { slots } : {}),
      ...(ending.refund && !record.quota.refunded
        ? {
            quota: {
              kind: 'refund' as const,
              key: { deliveryGroupId: record.deliveryGroupId, environment: record.environment, ...dayAndKind(record) },
            },
          }
        : {}),
      audit: [ending.audit],
    },
  };
};

const dayAndKind = ({ quota: { day, kind } }: DeploymentRecord) => ({ day, kind });

const holdsPlace = (lane: Lane, record: DeploymentRecord): boolean => lane.inFlight?.deploymentId === record.id;

const writeOwn = ({ record, lane, waiting }: FinishFacts, ending: Ending): RecordWrite => {
  const { state, at } = ending;
  const succeeded = state === 'SUCCEEDED';
  const entries: NewEntry[] = [
    ...ending.entries,
    { type: 'OUTCOME_SET', at, summary: outcomeWords[state] },
    ...(succeeded
      ? [{ type: 'RUNNING_STATE_UPDATED' as const, at, summary: `${record.version} is now what runs, by the record` }]
      : []),
    ...(holdsPlace(lane, record) ? [{ type: 'SLOT_RELEASED' as const, at, summary: placeWords(waiting) }] : []),
  ];
  return writeRecord(record, {
    now: at,
    set: {
      ...ending.set,
      state,
      outcome: state,
      finishedAt: at,
      ...(ending.failures ? { failures: [...ending.failures] } : {}),
      ...(ending.refund ? { quota: { ...record.quota, refunded: true } } : {}),
    },
    entries,
  });
};

const placeWords = (waiting: DeploymentRecord | undefined): string =>
  waiting ? `The place goes to the rollback to ${waiting.version}` : 'The place is free again';

const outcomeWords: Readonly<Record<TerminalState, string>> = {
  SUCCEEDED: 'Succeeded',
  FAILED: 'Failed',
  CANCELED: 'Canceled',
  ROLLED_BACK: 'Rolled back by the engine itself',
};

/** A success displaces what ran; a successful rollback also marks what it undid. ROLLED_BACK wins over SUPERSEDED. */
const writeOthers = ({ displaced, original }: FinishFacts, ended: DeploymentRecord, now: string): RecordWrite[] => {
  const writes: RecordWrite[] = [];
  if (original) {
    writes.push(
      writeRecord(original, {
        now,
        set: { rolledBackBy: ended.id, outcome: outcomeAfter(original.outcome, 'ROLLED_BACK') },
        entries: [
          {
            type: 'ROLLBACK_LINKED',
            at: now,
            summary: `Rolled back to ${ended.version}`,
            detail: `Deployment ${ended.id}`,
          },
        ],
      }),
    );
  }
  if (displaced && displaced.id !== original?.id && displaced.id !== ended.id) {
    writes.push(
      writeRecord(displaced, {
        now,
        set: { supersededBy: ended.id, outcome: outcomeAfter(displaced.outcome, 'SUPERSEDED') },
        entries: [
          { type: 'SUPERSEDED', at: now, summary: `Superseded by ${ended.version}`, detail: `Deployment ${ended.id}` },
        ],
      }),
    );
  }
  return writes;
};

const writeWaiting = ({ waiting }: FinishFacts, now: string): RecordWrite[] =>
  waiting
    ? [
        writeRecord(waiting, {
          now,
          set: { turnAt: now },
          entries: [{ type: 'SLOT_CLAIMED', at: now, summary: 'It is our turn now' }],
        }),
      ]
    : [];

/** A waiting take-over gets the place; otherwise it becomes free. Who only waited held none. */
const slotChange = ({ record, lane, waiting }: FinishFacts, at: string): SlotChange | undefined => {
  if (!holdsPlace(lane, record)) return undefined;
  const place = { deliveryGroupId: record.deliveryGroupId, environment: record.environment };
  if (!waiting) return { kind: 'release', place, deploymentId: record.id };
  const holder = { service: waiting.service, version: waiting.version, since: at };
  return { kind: 'handover', place, from: record.id, to: waiting.id, holder };
};
