import { describe, expect, test } from 'vitest';
import { keptEvent } from '../../../lib/domain/invariants/stored.ts';
import { plusSeconds } from '../../../lib/domain/time.ts';
import { anAuditEvent } from '../../builders/records.ts';
import { whole } from './kept.ts';
import { all, type Case, type Damage, describeDamages, nowOfWhole, saidBy, withDeployment } from './whole.ts';

const day = '2026-11-21';
const used =
  (kind: 'deploy' | 'rollback', count: number): Damage =>
  (stored) => ({
    ...stored,
    quotas: stored.quotas.map((quota) => (quota.key.kind === kind ? { ...quota, used: count } : quota)),
  });
const deploys = ['first', 'second', 'undone', 'failed', 'canceled', 'flying'].join(' ');
const withoutCounters: Damage = (stored) => ({ ...stored, quotas: [] });
const registrations =
  (set: { readonly used?: number; readonly publisher?: string; readonly day?: string }): Damage =>
  (stored) => ({
    ...stored,
    publisherQuotas: stored.publisherQuotas.map(({ key, used: count }) => ({
      key: { ...key, publisher: set.publisher ?? key.publisher, day: set.day ?? key.day },
      used: set.used ?? count,
    })),
  });
const letInAt =
  (id: string, kind: 'dailyDeploys' | 'dailyRollbacks', count: number): Damage =>
  (stored) => {
    const policySnapshot = stored.deployments.get(id)?.policySnapshot ?? never();
    const none = { activeDeployments: 0, dailyDeploys: 0, dailyRollbacks: 0 };
    return withDeployment(id, { policySnapshot: { ...policySnapshot, used: { ...none, [kind]: count } } })(stored);
  };

const cases: readonly Case[] = [
  [
    'a counter that was turned back',
    used('deploy', 4),
    [deploys, `The deploy quota of demo in sandbox on ${day} counts 4 used; 6 were admitted and 1 refunded`],
  ],
  [
    'a counter that counts too much',
    used('rollback', 3),
    ['back next', `The rollback quota of demo in sandbox on ${day} counts 3 used; 2 were admitted and 0 refunded`],
  ],
  [
    'a refund that was never made',
    withDeployment('failed', { quota: { day, kind: 'deploy', refunded: true } }),
    [deploys, `The deploy quota of demo in sandbox on ${day} counts 5 used; 6 were admitted and 2 refunded`],
  ],
  [
    'counters that are gone',
    withoutCounters,
    [deploys, `The deploy quota of demo in sandbox on ${day} counts 0 used; 6 were admitted and 1 refunded`],
    ['back next', `The rollback quota of demo in sandbox on ${day} counts 0 used; 2 were admitted and 0 refunded`],
  ],
  [
    'a counter of a day on which nothing was admitted',
    (stored) => ({
      ...stored,
      quotas: stored.quotas.flatMap((quota) => [quota, { ...quota, key: { ...quota.key, day: '2026-11-20' } }]),
    }),
    ['', 'The deploy quota of demo in sandbox on 2026-11-20 counts 5 used; 0 were admitted and 0 refunded'],
    ['', 'The rollback quota of demo in sandbox on 2026-11-20 counts 2 used; 0 were admitted and 0 refunded'],
  ],
  [
    'one admitted in another environment, where nothing is counted',
    withDeployment('failed', { environment: 'prod' }),
    [
      deploys.replace(' failed', ''),
      `The deploy quota of demo in sandbox on ${day} counts 5 used; 5 were admitted and 1 refunded`,
    ],
    ['failed', `The deploy quota of demo in prod on ${day} counts 0 used; 1 were admitted and 0 refunded`],
  ],
  [
    'one that was let in at the limit',
    letInAt('failed', 'dailyDeploys', 100),
    ['failed', 'failed was let in with 100 of 100 used of its deploy quota'],
  ],
  ['one that was the last of its day', letInAt('failed', 'dailyDeploys', 99)],
  ['one that does not count among what is used up', letInAt('failed', 'dailyRollbacks', 50)],
  [
    'a rollback that was let in at the limit',
    letInAt('back', 'dailyRollbacks', 50),
    ['back', 'back was let in with 50 of 50 used of its rollback quota'],
  ],
  ['a rollback on a day without deployments left', letInAt('back', 'dailyDeploys', 100)],
  [
    'registrations that were not counted',
    registrations({ used: 1 }),
    ['ci-demo', 'The registrations of ci-demo on 2026-11-20 count 1; 2 builds were registered'],
  ],
  [
    'registrations that were counted for somebody else',
    registrations({ publisher: 'other' }),
    ['other', 'The registrations of other on 2026-11-20 count 2; 0 builds were registered'],
    ['ci-demo on 2026-11-20', '2 registrations of ci-demo on 2026-11-20 are not counted'],
  ],
  [
    'registrations that were counted on another day',
    registrations({ day }),
    ['ci-demo', `The registrations of ci-demo on ${day} count 2; 0 builds were registered`],
    ['ci-demo on 2026-11-20', '2 registrations of ci-demo on 2026-11-20 are not counted'],
  ],
  [
    'other events of builds that a plane began with',
    (stored) => ({
      ...stored,
      audit: [
        ...stored.audit,
        keptEvent(
          anAuditEvent({ eventType: 'UPLOAD_CAPABILITY_ISSUED', targetType: 'Build', targetId: 'demo-service@1.0.0' }),
        ),
      ],
    }),
  ],
  [
    'builds that a plane began with, and nobody registered',
    all(
      (stored) => ({ ...stored, publisherQuotas: [] }),
      (stored) => ({ ...stored, audit: stored.audit.filter(({ eventType }) => eventType !== 'BUILD_REGISTERED') }),
    ),
  ],
];

describeDamages('quotas', cases);

describe('Of quotas', () => {
  const later = (days: number) => plusSeconds(nowOfWhole, days * 86_400);

  test('no counter is missed once counters of its day are about to be dropped', () => {
    expect(saidBy('quotas', withoutCounters(whole()), later(88))).toHaveLength(2);
    expect(saidBy('quotas', withoutCounters(whole()), later(89))).toEqual([]);
  });

  test('a counter that is still there is right, however old', () => {
    expect(saidBy('quotas', whole(), later(200))).toEqual([]);
    expect(saidBy('quotas', used('deploy', 4)(whole()), later(200))).toHaveLength(1);
  });

  test('no count of registrations is missed once those of its day are about to be dropped', () => {
    const lost = { ...whole(), publisherQuotas: [] };
    expect(saidBy('quotas', lost, later(87))).toHaveLength(1);
    expect(saidBy('quotas', lost, later(88))).toEqual([]);
  });
});

function never(): never {
  throw new Error('It was admitted');
}
