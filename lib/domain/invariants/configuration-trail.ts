import { TOGETHER } from '../configure/renewal.ts';
import { broken, type Check, groupedBy, type Invariant } from './invariant.ts';
import type { KeptEvent, Stored } from './stored.ts';

/**
 * A revision that somebody made has exactly one audit event, and every such event its revision. A plane may begin with
 * the first revision of anything without an event, as it does with what comes back under a name that was deleted.
 */
export const configurationTrail: Invariant = {
  id: 'configuration',
  title: 'Every revision of the configuration has exactly one audit event, and every event its revision',
  check: function* (stored) {
    const told = groupedBy(stored.audit.filter(isOfConfiguration), nameOf);
    const kept = new Map(stored.revisions.map((each) => [nameOf(each), each.revision]));
    for (const name of new Set([...kept.keys(), ...told.keys()])) {
      const events = told.get(name) ?? [];
      const trail = trailOf(events, kept.get(name));
      for (const { eventId, revision } of events) {
        yield revision !== undefined || broken([eventId], `The audit event ${eventId} names no revision of ${name}`);
      }
      yield* toldOnce(name, trail);
      if (!mayHaveGaps(name, stored)) yield* allTold(name, trail);
      yield isInForce(trail) || broken([name], `${name} is ${stateOf(trail)}`);
    }
  },
};

const types: ReadonlySet<KeptEvent['eventType']> = new Set([
  'ADMIN_CREATE',
  'ADMIN_UPDATE',
  'ADMIN_DELETE',
  'ADMIN_CONFIG_CHANGE',
]);

const isOfConfiguration = ({ eventType, outcome }: KeptEvent): boolean => outcome === 'SUCCESS' && types.has(eventType);

const nameOf = ({ targetType, targetId }: Pick<KeptEvent, 'targetType' | 'targetId'>): string =>
  `${targetType} ${targetId}`;

/** What the events say of one object, and the revision that there is of it, if there is one. */
type Trail = {
  readonly made: readonly number[];
  readonly deleted: readonly number[];
  readonly kept: number | undefined;
  /** Of all that is told or kept. */
  readonly newest: number;
};

const trailOf = (events: readonly KeptEvent[], kept: number | undefined): Trail => {
  const revisionsOf = (isDeletion: boolean) =>
    events.flatMap(({ eventType, revision }) =>
      (eventType === 'ADMIN_DELETE') === isDeletion && revision !== undefined ? [revision] : [],
    );
  const [made, deleted] = [revisionsOf(false), revisionsOf(true)];
  return { made, deleted, kept, newest: Math.max(kept ?? 0, ...made, ...deleted) };
};

const toldOnce = function* (name: string, { made, deleted }: Trail): Iterable<Check> {
  for (const [revisions, what] of [
    [made, 'made'],
    [deleted, 'deleted'],
  ] as const) {
    for (const [revision, all] of groupedBy(revisions, String)) {
      yield all.length === 1 || broken([name], `Revision ${revision} of ${name} was ${what} ${all.length} times`);
    }
  }
};

const allTold = function* (name: string, { made, deleted, newest }: Trail): Iterable<Check> {
  // Whatever there is under a name for the first time, or again, may have been put there with the plane.
  const begins = [1, ...deleted.map((revision) => revision + 1)];
  const known = [...new Set([...made, ...begins, newest + 1])].toSorted((a, b) => a - b);
  for (const [index, next] of known.entries()) {
    const [first, last] = [(known[index - 1] ?? 0) + 1, next - 1];
    const missing = first === last ? `revision ${first}` : `revisions ${first} to ${last}`;
    yield first > last || broken([name], `No event tells of ${missing} of ${name}`);
  }
};

const KILL_SWITCH = nameOf({ targetType: 'Settings', targetId: 'killSwitch' });

/** What concerns more groups than one transaction takes moves the master row on, and is told as what it is. */
const mayHaveGaps = (name: string, { groups }: Stored): boolean => name === KILL_SWITCH && groups.length > TOGETHER;

/** There is what was made last, unless that was deleted. */
const isInForce = ({ kept, newest, deleted }: Trail): boolean =>
  deleted.includes(newest) ? kept === undefined : kept === newest;

const stateOf = ({ kept, newest, deleted }: Trail): string => {
  const is = kept === undefined ? 'not there' : `at revision ${kept}`;
  return `${is}, and revision ${newest} was ${deleted.includes(newest) ? 'deleted' : 'made last'}`;
};
