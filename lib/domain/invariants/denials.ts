import { type DenialCount, hourAfter, hourOf, SINGLE_DENIALS, singlesOf, startOfHour } from '../denials.ts';
import { plusSeconds } from '../time.ts';
import { broken, type Check, groupedBy, type Invariant } from './invariant.ts';
import type { KeptEvent } from './stored.ts';

/** Every denial is an event or counted in exactly one summary. */
export const denials: Invariant = {
  id: 'denials',
  title:
    'The first denials of a caller, code and hour are single events, and all of them are told once the hour is over',
  check: function* ({ audit, denials: counters }, now) {
    const denied = audit.filter(({ outcome }) => outcome === 'DENIED');
    const told = groupedBy(denied, nameOf);
    const counted = groupedBy(counters, counterName);
    for (const name of new Set([...told.keys(), ...counted.keys()])) {
      const events = told.get(name) ?? [];
      const [counter] = counted.get(name) ?? [];
      if (counter) yield* agrees(name, counter, events);
      else
        yield !events.some(({ timestamp }) => timestamp > oldestKept(now)) || broken([name], `${name} are not counted`);
      if (counter) yield isToldInTime(name, counter, now);
    }
  },
};

/** Counters of days that are past are dropped. */
const COUNTER_KEPT_SECONDS = 6 * 86_400;
const oldestKept = (now: Date): string => plusSeconds(now, -COUNTER_KEPT_SECONDS).toISOString();

/** Reconciliation comes by every minute once the hour is over for some minutes; beyond this it has not worked for long. */
const TOLD_WITHIN_HOURS = 3;

const nameOf = ({ actorId, code, timestamp, of }: KeptEvent): string =>
  counterName({ callerId: actorId, code: code ?? 'no code', hour: of?.hour ?? hourOf(new Date(timestamp)) });

const counterName = ({ callerId, code, hour }: Pick<DenialCount, 'callerId' | 'code' | 'hour'>): string =>
  `Denials of ${callerId} with ${code} in ${hour}`;

const agrees = function* (name: string, counter: DenialCount, events: readonly KeptEvent[]): Iterable<Check> {
  const { count, closed } = counter;
  const singles = events.filter(({ of }) => of === undefined).length;
  yield singles === singlesOf(count) ||
    broken([name], `${name} count ${count}; ${singles} have events of their own in place of ${singlesOf(count)}`);
  const sums = events.flatMap(({ of }) => of?.count ?? []);
  const expected = closed && count > SINGLE_DENIALS ? [count] : [];
  yield sums.join() === expected.join() ||
    broken(
      [name],
      `${name} count ${count} and are ${closed ? 'closed' : 'open'}; the summaries say ${sums.join() || 'nothing'}`,
    );
};

const isToldInTime = (name: string, { count, closed, hour }: DenialCount, now: Date): Check =>
  closed ||
  count <= SINGLE_DENIALS ||
  startOfHour(hourAfter(hour, 1 + TOLD_WITHIN_HOURS)) > now ||
  broken([name], `${name} count ${count} and have not been told`);
