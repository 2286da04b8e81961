/** A change that no test finds, as it is in the source: wherever in its file it stands. */
type Missed = { readonly file: string; readonly original: string; readonly replacement: string };

/** Why a change cannot be found, looked at one by one; a change that is not among these is still to be found. */
export const reasonFor = ({ file, original, replacement }: Missed): string | undefined =>
  reasons[file.replace('lib/domain/', '')]?.[`${original} → ${replacement}`];

const COMPARED = 'What follows compares with nothing then, which is false as well; the types ask for it.';
const NOTHING_BEFORE = 'Nothing is before a time that is not there; the types ask for it.';
const SAME = 'Where both are the same, it does not matter which is taken.';
const NOT_ASKED = 'What is put there has none of the fields that are looked at.';
const ALIKE = 'No two of them are the same, so it is never asked.';
const BOTH = 'One is missing only where the other is.';
const SPREAD = 'They are spread as well; who comes when does not matter.';
const NEVER = 'It cannot be missing there, by what was looked at before; the types ask for it.';

/** By file, then by what is changed into what. */
const reasons: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'admit.ts': {
    'record.rollbackOf !== undefined → true': 'Only a rollback waits for what it undoes; the types ask for it.',
  },
  'advance.ts': {
    'at > iso(now) → at >= iso(now)': SAME,
    'at < earliest → at <= earliest': SAME,
  },
  'breaker.ts': { 'before.failedAt !== undefined → true': COMPARED },
  'configure/decide-group.ts': {
    '[] → ["Stryker was here"]': 'No service is called so, and one that is not known is not changed.',
    'service?.deliveryGroupId → service.deliveryGroupId': NEVER,
  },
  'decide-registration.ts': {
    'ref === undefined → false': 'Without a place there is a refusal already; the types ask for it.',
    'service === undefined → false': 'Without a service there is a refusal already; the types ask for it.',
    'found?.versionId → found.versionId': NEVER,
  },
  'freshness.ts': {
    'lookedAt === undefined → false': COMPARED,
    'lookedAt > observedAt → lookedAt >= observedAt': SAME,
  },
  'guardrails/rollback-possible.ts': { 'lane?.previousGood → lane.previousGood': NEVER },
  'hand-over.ts': {
    'leaseUntil !== undefined → true': COMPARED,
    'sum * 31 → sum / 31': SPREAD,
    'place * 7919 + count * 6163 → place * 7919 - count * 6163': SPREAD,
  },
  'invariants/admitted.ts': { 'quota !== undefined → true': COMPARED },
  'invariants/answers.ts': {
    '\'\' → "Stryker was here!"': 'The answers that name no deployment are never looked up under what is put there.',
  },
  'invariants/audit-trail.ts': { '[] → ["Stryker was here"]': NOT_ASKED },
  'invariants/ends.ts': { '[] → ["Stryker was here"]': NOT_ASKED },
  'invariants/kill-switch.ts': { 'master.since !== undefined → true': COMPARED },
  'invariants/links.ts': { 'other?.state → other.state': NEVER },
  'invariants/places.ts': {
    'waitsFor === undefined → false': 'Nothing is recorded under no id.',
    'record.waitsFor === undefined → false': 'Nothing is recorded under no id.',
  },
  'invariants/quotas.ts': {
    'day !== undefined → true': COMPARED,
    'build !== undefined → true': 'A group has at least one; the types ask for it.',
    '[] → ["Stryker was here"]': 'It is the name of no build.',
  },
  'invariants/references.ts': { '[] → ["Stryker was here"]': 'It is the name of no group.' },
  'invariants/running.ts': {
    '[] → ["Stryker was here"]': NOT_ASKED,
    '!running || !record → !running && !record': BOTH,
    '\'\' → "Stryker was here!"': 'A success has the time of its end; between what are no times, nothing is longer.',
  },
  'preview/past-use.ts': {
    '[] → ["Stryker was here"]': NOT_ASKED,
    'since === undefined → false': COMPARED,
  },
  'preview/plane-effects.ts': { 'is > was → is >= was': ALIKE, '[] → ["Stryker was here"]': NOT_ASKED },
  'preview/replay.ts': {
    'oldestFirst.filter(({ id }) => now.has(id)) → oldestFirst':
      'Of the others nobody asks what was then; leaving them out only takes less time.',
  },
  'preview/setup.ts': { 'binding(group, name)?.enabled → binding(group, name).enabled': NEVER },
  'publishers.ts': {
    '\'accountId\' → ""': 'What is matched by an account holds none of the lists that are compared then.',
    'value !== undefined → true': 'No list holds nothing; the types ask for it.',
  },
  'recipe-choice.ts': {
    'only !== undefined → true': 'Of one that is eligible there is a first; the types ask for it.',
  },
  'invariants/seals.ts': {
    'Date.parse(a) < Date.parse(b) → Date.parse(a) <= Date.parse(b)': SAME,
    'sortKey(a) < sortKey(b) → sortKey(a) <= sortKey(b)': SAME,
  },
  'seals/canonical.ts': { 'a < b → a <= b': ALIKE },
  'seals/evidence.ts': { 'count === undefined → false': 'No way leads to the root of what has no number of leaves.' },
  'seals/seal.ts': { 'sortKeyOf(a) < sortKeyOf(b) → sortKeyOf(a) <= sortKeyOf(b)': ALIKE },
  'seals/verify-anchors.ts': {
    '!first || !last → !first && !last': BOTH,
    'sequence < first.header.sequence → sequence <= first.header.sequence': 'What has the number of a seal is there.',
    'sequence > last.header.sequence → sequence >= last.header.sequence': 'What has the number of a seal is there.',
  },
  'seals/verify-events.ts': {
    'from === undefined → false': NOTHING_BEFORE,
    'sealedBefore === undefined → false': NOTHING_BEFORE,
  },
  'seals/verify.ts': {
    'first === undefined || last === undefined → first === undefined && last === undefined': BOTH,
    'first === undefined → false': BOTH,
    'last === undefined → false': BOTH,
  },
  'step-words.ts': { 'step === undefined → false': 'A sentence of ours names a step; the types ask for it.' },
  'strays.ts': {
    'searchedAt !== undefined → true': COMPARED,
    'since !== undefined → true': COMPARED,
    'lastRequestAt !== undefined → true': COMPARED,
    'b !== undefined → true': COMPARED,
    'b > a → b >= a': SAME,
  },
  'told-steps.ts': {
    "event.type === 'ENGINE_PROGRESS' → true": 'How long it lasted is only told of a step that has begun.',
    '\'\' → "Stryker was here!"': 'Neither names a step.',
  },
  'views.ts': { '[] → ["Stryker was here"]': 'It is no sentence of ours, so it names no step.' },
  'waits.ts': { "read.kind === 'APPROVAL' → true": 'A pause has no step; the types ask for it.' },
};
