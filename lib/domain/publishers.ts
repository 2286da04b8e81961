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

/** What is said to whoever no entry admits. */
export const notListed: Refusal = {
  code: 'CI_ONLY',
  message: 'No publisher entry matches your identity',
  hint: 'Ask a platform admin to add your CI identity to the publishers.',
  facts: {},
};
