import type { Mutant } from './mutant.ts';

/** Defects in what an admission claims, and in the conditions of its transaction. */

const PARTS = 'lib/adapters/dynamodb/commit-parts.ts';
const CLAIMS = 'lib/adapters/dynamodb/claims.ts';
const ADMIT = 'lib/domain/admit.ts';
const OPERATION = 'lib/usecases/operation.ts';

export const admissionMutants: readonly Mutant[] = [
  {
    id: 'lane-unconditional',
    defect: 'The lane is written whatever it has become',
    file: PARTS,
    from: 'isStillOrNew(lane.before, ({ laneVersion }) => ({ laneVersion })),',
    to: '',
  },
  {
    id: 'guard-dropped',
    defect: 'An admission does not check its guard row',
    file: PARTS,
    from: "guard && { condition: 'guard', item: guardCheck(guard, table) },",
    to: '',
  },
  {
    id: 'guard-any-revision',
    defect: 'The guard row may have any revision',
    file: PARTS,
    from: '...(revision === undefined ? {} : { revision }), mutationsDisabled: false',
    to: 'mutationsDisabled: false',
  },
  {
    id: 'guard-switch-ignored',
    defect: 'The guard row may say that changes are switched off',
    file: PARTS,
    from: '...(revision === undefined ? {} : { revision }), mutationsDisabled: false',
    to: 'deliveryGroupId, ...(revision === undefined ? {} : { revision })',
  },
  {
    id: 'record-version-ignored',
    defect: 'A record is overwritten whatever it has become, unless it has ended otherwise',
    file: PARTS,
    from: 'isStill({ recordVersion: before.recordVersion })',
    to: 'isStill({ id: before.id })',
  },
  {
    id: 'answer-unconditional',
    defect: 'An answer is stored over another one under the same key',
    file: PARTS,
    from: 'item: put(answerItem(answer.key, answer.value), isFree(latest(answer.now, now)))',
    to: 'item: put(answerItem(answer.key, answer.value))',
  },
  {
    id: 'build-unconditional',
    defect: 'A version can be registered over another one',
    file: PARTS,
    from: 'item: put(itemOf(buildKey(build), build), isNew)',
    to: 'item: put(itemOf(buildKey(build), build))',
  },
  {
    id: 'publisher-quota-dropped',
    defect: 'Registrations are not counted',
    file: PARTS,
    from: "publisherQuota && { condition: 'publisherQuota', item: update(publisherQuotaUpdateOf(publisherQuota)) },",
    to: '',
  },
  {
    id: 'places-unlimited',
    defect: 'A place is claimed whatever the limit says',
    file: CLAIMS,
    from: "below('#held', change.limit)",
    to: "'attribute_not_exists(#holder)'",
  },
  {
    id: 'one-too-many',
    defect: 'Limits let one more in than they say',
    file: CLAIMS,
    from: '} < :limit)` :',
    to: '} <= :limit)` :',
  },
  {
    id: 'quota-unlimited',
    defect: 'A quota is claimed whatever the limit says',
    file: CLAIMS,
    from: "ConditionExpression: below('#used', limit),",
    to: "ConditionExpression: 'attribute_not_exists(#used) OR attribute_exists(#used)',",
  },
  {
    id: 'handover-forgets-holder',
    defect: 'A place that is handed over is kept by its former holder, too',
    file: CLAIMS,
    from: "UpdateExpression: 'SET #to = :holder REMOVE #from',",
    to: "UpdateExpression: 'SET #to = :holder',",
  },
  {
    id: 'take-over-claims-place',
    defect: 'A rollback that waits for a place claims another one',
    file: ADMIT,
    from: '...(admission.waitsFor === undefined\n      ? {\n          slots: {',
    to: '...(true\n      ? {\n          slots: {',
  },
  {
    id: 'rollback-uses-deploy-quota',
    defect: 'A rollback counts as a deployment',
    file: ADMIT,
    from: "const quotaKind = kind === 'ROLLBACK' ? 'rollback' : 'deploy';",
    to: "const quotaKind = 'deploy';",
  },
  {
    id: 'lane-version-stands',
    defect: 'An admission leaves the version of the lane as it was',
    file: ADMIT,
    from: 'laneVersion: base.laneVersion + 1 };',
    to: 'laneVersion: base.laneVersion };',
  },
  {
    id: 'several-per-lane',
    defect: 'The rule of one in flight for a service and environment does not look',
    file: 'lib/domain/guardrails/one-per-lane.ts',
    from: 'const inFlight = lane?.inFlight;',
    to: 'const inFlight = undefined as NonNullable<typeof lane>["inFlight"];',
  },
  {
    id: 'answer-not-stored',
    defect: 'The answer to an admission is not stored with it',
    file: OPERATION,
    from: 'answer: storedAnswer(keys, request, decided.body, operation.status, now),',
    to: '',
  },
  {
    id: 'fingerprint-ignored',
    defect: 'A key is answered for another request than its first',
    file: OPERATION,
    from: 'if (answer.fingerprint === request.fingerprint) {',
    to: 'if (answer.fingerprint.length > 0) {',
  },
  {
    id: 'key-of-anyone',
    defect: 'One caller gets the answer of another who used the same key',
    file: OPERATION,
    from: 'callerId: caller.id,',
    to: "callerId: 'anyone',",
  },
  {
    id: 'admission-without-revision',
    defect: 'The configuration may have changed since it was read',
    file: ADMIT,
    from: 'guard: { deliveryGroupId: group.id, revision: facts.guard?.revision ?? 0 },',
    to: 'guard: { deliveryGroupId: group.id },',
  },
  {
    id: 'edit-without-bump',
    defect: 'An edit of the configuration leaves the guard rows alone',
    file: 'lib/adapters/dynamodb/seed.ts',
    from: '[...puts, ...bumps.slice(0, TOGETHER)]',
    to: '[...puts]',
  },
  {
    id: 'hint-with-new-guard',
    defect: 'What a container remembers is combined with a guard row that is newer',
    file: 'lib/usecases/admission-facts.ts',
    from: 'guard: warm ? hint?.guard : scoped?.guard,',
    to: 'guard: scoped?.guard,',
  },
  {
    id: 'scope-read-apart',
    defect: 'What the guard row covers is read item by item',
    file: 'lib/usecases/admission-facts.ts',
    from: 'return store.readTogether({\n    ...groupKeys({ ...asked, deliveryGroupId, recipeId }),',
    to: 'return store.read({\n    ...groupKeys({ ...asked, deliveryGroupId, recipeId }),',
  },
];
