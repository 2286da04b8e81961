import type { Refusal } from '../contract/problem.ts';
import type { Caller } from './records.ts';
import type { Publisher } from './settings.ts';

/** A list that is absent does not constrain; one that is there must hold the value. */
const within = (list: readonly string[] | undefined, value: string | undefined): boolean =>
  list === undefined || (value !== undefined && list.includes(value));

const matches = ({ match }: Publisher, caller: Caller): boolean => {
  const { identity } = caller;
  if ('accountId' in match) {
    return identity.kind === 'aws' && identity.accountId === match.accountId && identity.roleName === match.roleName;
  }
  if (identity.kind !== 'token') return false;
  const constraints = [match.issuers, match.audiences, match.authorizedParties, match.subjects, match.subjectPrefixes];
  if (constraints.every((constraint) => constraint === undefined)) return false;
  return (
    within(match.issuers, identity.issuer) &&
    within(match.audiences, identity.audience) &&
    within(match.authorizedParties, identity.authorizedParty) &&
    within(match.subjects, caller.id) &&
    (match.subjectPrefixes === undefined || match.subjectPrefixes.some((prefix) => caller.id.startsWith(prefix)))
  );
};

/** The publisher entry that admits the caller; an entry without any constraint admits nobody. */
export const publisherOf = (caller: Caller, entries: readonly Publisher[]): Publisher | undefined =>
  entries.find((entry) => matches(entry, caller));

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
