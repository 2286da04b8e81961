import { type Defect, defect } from './defect.ts';

/** Defects in what CI may register, and in what an admission claims. */

const REGISTRATION = 'lib/domain/decide-registration.ts';
const CLAIMS = 'lib/adapters/dynamodb/claims.ts';
const PARTS = 'lib/adapters/dynamodb/commit-parts.ts';
const OPERATION = 'lib/usecases/operation.ts';

const anyPlace = { file: CLAIMS, from: "below('#held', change.limit)", to: "'attribute_not_exists(#holder)'" };
const anyLane = {
  file: PARTS,
  from: 'isStillOrNew(lane.before, ({ laneVersion }) => ({ laneVersion })),',
  to: '',
};

/** What is refused takes a place of the day's quota all the same. */
const countRefusals = (codes: string) => ({
  file: OPERATION,
  from: '      const [first, ...more] = decided.refusals;\n',
  to: `      const [first, ...more] = decided.refusals;
      if (loaded.group && ${codes}) {
        const key = { deliveryGroupId: loaded.group.id, environment: loaded.group.environments[0].name, day: now.toISOString().slice(0, 10), kind: 'deploy' };
        await store.commit({ quota: { kind: 'claim', key, limit: 1_000_000 } });
      }
`,
});

export const admissionDefects: readonly Defect[] = [
  {
    invariant: 'GOV-CI-01',
    defect: 'Admins may publish builds',
    changes: [
      {
        file: 'lib/contract/actor.ts',
        from: "ci: ['CI_PUBLISHER'],",
        to: "ci: ['CI_PUBLISHER', 'PLATFORM_ADMIN'],",
      },
      {
        file: 'lib/http/role-check.ts',
        from: "route.permission !== 'ci') return undefined;",
        to: "(route.permission !== 'ci' || caller.role === 'PLATFORM_ADMIN')) return undefined;",
      },
    ],
  },
  defect('GOV-CI-02', 'A build of an unknown service is refused for its artifact', {
    file: REGISTRATION,
    from: "        'SERVICE_NOT_ALLOWLISTED',",
    to: "        'INVALID_BUILD_REGISTRATION',",
  }),
  defect('GOV-CI-03', 'Artifacts may be beside the place of their service', {
    file: REGISTRATION,
    from: "!ref.split('/').includes('..') &&",
    to: '',
  }),
  defect('GOV-CI-04', 'A build is registered whose artifact is not there', {
    file: REGISTRATION,
    from: '  if (!found) {\n',
    to: '  if (!found) return [];\n  if (!found) {\n',
  }),
  defect('GOV-CI-05', 'A build that is registered again is as if it were new', {
    file: REGISTRATION,
    from: 'if (existing) return { admitted: true, build: existing, change: {} };',
    to: 'if (existing) return { admitted: true, build: { ...existing, registeredAt: cause.now }, change: {} };',
  }),
  defect('GOV-CI-06', 'A version may be registered again from another commit', {
    file: REGISTRATION,
    from: 'existing.artifactRef === ref &&\n  existing.gitSha === registration.gitSha;',
    to: 'existing.artifactRef === ref;',
  }),
  defect('GOV-CI-07', 'Who signs with an AWS role is an observer', {
    file: 'lib/http/auth/caller.ts',
    from: "role: 'CI_PUBLISHER',",
    to: "role: 'OBSERVER',",
  }),
  {
    invariant: 'GOV-CONC-01',
    defect: 'Places and lanes are taken whatever holds them',
    changes: [anyPlace, anyLane],
  },
  defect('GOV-CONC-02', 'A refusal does not name what holds the place', {
    file: 'lib/domain/guardrails/one-per-lane.ts',
    from: 'holders: [{ ...inFlight, service: intent.service }]',
    to: 'holders: []',
  }),
  {
    invariant: 'GOV-CONC-03',
    defect: 'A group may deploy one more at a time than its limit',
    changes: [
      {
        file: 'lib/domain/guardrails/free-slot.ts',
        from: 'if (holders.length < limit) {',
        to: 'if (holders.length <= limit) {',
      },
      { file: CLAIMS, from: '} < :limit)` :', to: '} <= :limit)` :' },
    ],
  },
  defect('GOV-CONC-04', 'A place is claimed whatever the limit says at that instant', anyPlace),
  defect('GOV-CONC-05', 'What is under way is not shown to hold a place', {
    file: 'lib/domain/policy.ts',
    from: '    holders: holdersOf(facts.slots),\n',
    to: '    holders: [],\n',
  }),
  defect('GOV-EFFECT-01', 'What is refused by a rule uses the quota up', countRefusals('true')),
  defect('GOV-EFFECT-02', 'Validation tells a figure that grows by being asked for', {
    file: 'lib/domain/policy.ts',
    from: '  dailyDeploys: facts.used.deploys,\n',
    to: '  dailyDeploys: facts.used.deploys + (globalThis.asked = (globalThis.asked ?? 0) + 1),\n',
  }),
  defect(
    'GOV-EFFECT-03',
    'Who finds the place taken uses the quota up',
    countRefusals("first.code === 'CONCURRENCY_LIMIT_REACHED'"),
  ),
  defect('GOV-EFFECT-04', 'Each deployment is counted twice', {
    file: CLAIMS,
    from: "ExpressionAttributeValues: { ':one': 1, ':limit': limit, ':ttl'",
    to: "ExpressionAttributeValues: { ':one': 2, ':limit': limit, ':ttl'",
  }),
];
