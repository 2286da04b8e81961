import { BATCH, freshnessFor, SKEW_SECONDS } from '../../domain/freshness.ts';
import type { DeploymentRecord } from '../../domain/records.ts';
import { isTerminal } from '../../domain/states.ts';
import { iso, secondsBetween } from '../../domain/time.ts';
import type { Progress } from './turn.ts';

/** Of a batch, while others wait for their turn: hints must not keep them from being looked at. */
const HEARD_MAX = 40;
/** A round that was broken off longer ago than this is begun anew. */
const CARRIED_ON_SECONDS = 120;

/** Whether it is no longer ago than that, and not in a future that nobody can have seen. */
const isWithin = (at: string, seconds: number, now: Date): boolean => {
  const age = secondsBetween(at, now);
  return age < seconds && age > -SKEW_SECONDS;
};

/** A list may lag behind what was read or written since. */
const newer = (record: DeploymentRecord, other: DeploymentRecord | undefined): DeploymentRecord =>
  other && other.recordVersion > record.recordVersion ? other : record;

/**
 * Round after round, everything in flight is looked at; what something was heard of comes first. Knows what is in flight
 * as of the newest list, and what has become of it since.
 */
export const createRounds = (found: Progress) => {
  const known = new Map<string, DeploymentRecord>();
  const heard = new Set<string>();
  let due: string[] = [];
  let lookedAt = found.lookedAt;
  let brokenOff = found.round;
  /** Of the round under way; of the newest. */
  let startedAt: string | undefined;
  let begunAt = lookedAt;
  let isListed = false;
  let isWhole = true;

  const endIfDone = () => {
    if (startedAt === undefined || due.length > 0) return;
    if (isWhole) lookedAt = startedAt;
    startedAt = undefined;
  };
  const know = (record: DeploymentRecord | undefined) => {
    if (record) known.set(record.id, newer(record, known.get(record.id)));
  };
  /** Takes note of what has become of them. */
  const update = (records: readonly DeploymentRecord[]) => {
    for (const record of records) {
      if (isTerminal(record.state)) known.delete(record.id);
      else know(record);
    }
  };
  const leave = (ids: ReadonlySet<string>) => {
    due = due.filter((id) => !ids.has(id));
    for (const id of ids) heard.delete(id);
  };

  return {
    /** Nothing is in flight, as far as the newest list knows. */
    isIdle: () => isListed && known.size === 0,

    /** Whether the next round is to begin, with a new list. */
    isDue: (now: Date) =>
      startedAt === undefined && (begunAt === undefined || !isWithin(begunAt, freshnessFor(known.size), now)),

    begin: (records: readonly DeploymentRecord[], now: Date) => {
      const before = new Map(known);
      known.clear();
      for (const record of records) known.set(record.id, newer(record, before.get(record.id)));
      // What was heard of is looked at once more, though the list lacks it: it has ended, or the list lags behind.
      for (const id of heard) know(before.get(id));
      const last = brokenOff && isWithin(brokenOff.startedAt, CARRIED_ON_SECONDS, now) ? brokenOff : undefined;
      brokenOff = undefined;
      const running = records.flatMap(({ id, executionId }) => (executionId === undefined ? [] : [id])).sort();
      due = last ? running.filter((id) => id >= last.next) : running;
      startedAt = last?.startedAt ?? iso(now);
      begunAt = iso(now);
      isListed = true;
      isWhole = true;
      endIfDone();
    },

    hear: (records: readonly DeploymentRecord[]) => {
      for (const record of records) {
        if (isTerminal(record.state) || record.executionId === undefined) continue;
        know(record);
        heard.add(record.id);
      }
    },

    /** Everything in flight, once that was listed. */
    all: (): readonly DeploymentRecord[] | undefined => (isListed ? [...known.values()] : undefined),

    /** Those to look at next, in one batch; empty when nothing is to be looked at now. */
    next: (): readonly DeploymentRecord[] => {
      const urgent = [...heard].slice(0, due.length > 0 ? HEARD_MAX : BATCH);
      const regular = due.slice(0, BATCH).filter((id) => !urgent.includes(id));
      return [...urgent, ...regular].slice(0, BATCH).flatMap((id) => known.get(id) ?? []);
    },

    /** They were looked at, and this is what is known of them now. */
    note: (looked: readonly DeploymentRecord[]) => {
      leave(new Set(looked.map(({ id }) => id)));
      update(looked);
      endIfDone();
    },

    update,

    /** They could not be looked at; the others can. */
    skip: (missed: readonly DeploymentRecord[]) => {
      isWhole = false;
      leave(new Set(missed.map(({ id }) => id)));
      endIfDone();
    },

    /** The engine cannot be asked at all: what is left, and what was heard, is left to the next round. */
    giveUp: () => {
      isWhole = false;
      leave(new Set([...due, ...heard]));
      endIfDone();
    },

    progress: (): Progress => {
      const [next] = due;
      const round = startedAt === undefined || next === undefined ? undefined : { startedAt, next };
      // A round that has left something out is begun anew by whoever comes next.
      return { ...(lookedAt === undefined ? {} : { lookedAt }), ...(round && isWhole ? { round } : {}) };
    },
  };
};
