import type { Refusal } from '../contract/problem.ts';
import type { Caller } from './records.ts';
import type { Publisher } from './settings.ts';

/** Whoever publishes, as far as entries look at it. */
export type Principal = Pick<Caller, 'id' | 'identity'>;

/** What of an entry may not hold: one of its constraints, what it is about, or that it has none. */
export type Misfit = keyof TokenMatch | 'accountId' | 'roleName' | 'kind' | 'nothing';

/** A list that is absent does not constrain; one that is there must hold the value. */
const within = (list: readonly string[] | undefined, value: string | undefined): boolean =>
  list === undefined || (value !== undefined && list.includes(value));

/** Why an entry does not admit somebody; `undefined` when it does. */
export const misfitOf = ({ match }: Publisher, { id, identity }: Principal): Misfit | undefined => {
  if ('accountId' in match) {
    if (identity.kind !== 'aws') return 'kind';
    if (identity.accountId !== match.accountId) return 'accountId';
    return identity.roleName === match.roleName ? undefined : 'roleName';
  }
  if (identity.kind !== 'token') return 'kind';
  if (Object.values(match).every((values) => values === undefined)) return 'nothing';
  if (!within(match.issuers, identity.issuer)) return 'issuers';
  if (!within(match.audiences, identity.audience)) return 'audiences';
  if (!within(match.authorizedParties, identity.authorizedParty)) return 'authorizedParties';
  if (!within(match.subjects, id)) return 'subjects';
  const begins = match.subjectPrefixes?.some((prefix) => id.startsWith(prefix)) ?? true;
  return begins ? undefined : 'subjectPrefixes';
};

/** The publisher entry that admits the caller; an entry without any constraint admits nobody. */
export const publisherOf = (caller: Principal, entries: readonly Publisher[]): Publisher | undefined =>
  entries.find((entry) => misfitOf(entry, caller) === undefined);

type TokenMatch = Exclude<Publisher['match'], { accountId: string }>;

/** Whether the one lets in everybody that the other does. May say no where it does, never yes where it does not. */
export const covers = ({ match: wide }: Publisher, { match: narrow }: Publisher): boolean => {
  if ('accountId' in wide) {
    return 'accountId' in narrow && wide.accountId === narrow.accountId && wide.roleName === narrow.roleName;
  }
  if ('accountId' in narrow || Object.values(wide).every((values) => values === undefined)) return false;
  return (
    holdsAll(wide.issuers, narrow.issuers) &&
    holdsAll(wide.audiences, narrow.audiences) &&
    holdsAll(wide.authorizedParties, narrow.authorizedParties) &&
    holdsAll(wide.subjects, narrow.subjects) &&
    beginsAll(wide.subjectPrefixes, narrow)
  );
};

const holdsAll = (wide: readonly string[] | undefined, narrow: readonly string[] | undefined): boolean =>
  wide === undefined || (narrow?.every((value) => wide.includes(value)) ?? false);

const beginsAll = (wide: readonly string[] | undefined, { subjects, subjectPrefixes }: TokenMatch): boolean =>
  wide === undefined ||
  [subjects, subjectPrefixes].some((list) => list?.every((begin) => wide.some((prefix) => begin.startsWith(prefix))));

/** What is said to whoever no entry admits. */
export const notListed: Refusal = {
  code: 'CI_ONLY',
  message: 'No publisher entry matches your identity',
  hint: 'Ask a platform admin to add your CI identity to the publishers.',
  facts: {},
};
