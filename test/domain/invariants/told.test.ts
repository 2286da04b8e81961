import { describe, expect, test } from 'vitest';
import { judge } from '../../../lib/domain/invariants/invariants.ts';
import type { KeptAnswer } from '../../../lib/domain/invariants/stored.ts';
import { plusSeconds } from '../../../lib/domain/time.ts';
import { whole } from './kept.ts';
import {
  all,
  type Case,
  type Damage,
  describeDamages,
  nowOfWhole,
  saidBy,
  withDeployment,
  withEvent,
  without,
  withoutEvent,
  withSecondEvent,
} from './whole.ts';

const audit: readonly Case[] = [
  [
    'a submission that is not told',
    withoutEvent('admission of failed'),
    ['failed', 'failed has 0 events of its submission in place of one DEPLOY_SUBMIT'],
  ],
  [
    'a submission that is told twice',
    withSecondEvent('admission of failed', { eventId: 'another' }),
    ['failed', 'failed has 2 events of its submission in place of one DEPLOY_SUBMIT'],
  ],
  [
    'a deployment that is told as a rollback',
    withEvent('admission of failed', { eventType: 'ROLLBACK_SUBMIT' }),
    ['failed', 'failed has 1 events of its submission in place of one DEPLOY_SUBMIT'],
  ],
  [
    'a rollback that is told as both',
    withSecondEvent('admission of back', { eventId: 'another', eventType: 'DEPLOY_SUBMIT' }),
    ['back', 'back has 2 events of its submission in place of one ROLLBACK_SUBMIT'],
  ],
  [
    'an end that is not told',
    withoutEvent('end of failed'),
    ['failed', 'failed is FAILED and has 0 events of its end'],
  ],
  [
    'an end that is told twice',
    withSecondEvent('end of failed', { eventId: 'another' }),
    ['failed', 'failed is FAILED and has 2 events of its end'],
  ],
  [
    'an end of what is under way',
    withSecondEvent('end of failed', { eventId: 'another', targetId: 'flying' }),
    ['flying', 'flying is ACTIVE and has 1 events of its end'],
  ],
  [
    'a cancel that nobody asked for',
    withoutEvent('cancel 11'),
    ['canceled', 'canceled is CANCELED and has 0 events of its end'],
  ],
  [
    'a failure that was only asked to stop',
    withEvent('end of failed', { eventType: 'CANCEL_SUBMIT' }),
    ['failed', 'failed is FAILED and has 0 events of its end'],
  ],
  [
    'a cancel that ended later, by itself',
    withSecondEvent('end of failed', { eventId: 'another', targetId: 'canceled' }),
  ],
  [
    'a release by hand of what was given up',
    all(
      withDeployment('failed', { abandoned: true }),
      withEvent('end of failed', { eventType: 'DEPLOYMENT_RELEASED' }),
    ),
  ],
  [
    'a release of what was not given up',
    withEvent('end of failed', { eventType: 'DEPLOYMENT_RELEASED' }),
    ['failed', 'failed was not given up and has 1 events of its release'],
  ],
  [
    'an end of what was given up, in place of its release',
    withDeployment('failed', { abandoned: true }),
    ['failed', 'failed was given up and has 0 events of its release'],
  ],
  [
    'an end and a release',
    all(
      withDeployment('failed', { abandoned: true }),
      withSecondEvent('end of failed', { eventId: 'another', eventType: 'DEPLOYMENT_RELEASED' }),
    ),
    ['failed', 'failed is FAILED and has 2 events of its end'],
  ],
  [
    'an event of what is not recorded',
    withEvent('registration of 6.0.0', { targetType: 'Deployment', targetId: 'ghost' }),
    [
      'registration of 6.0.0',
      'The audit event registration of 6.0.0 BUILD_REGISTERED is about ghost, which is not recorded',
    ],
  ],
  [
    'an event of a build that nobody registered',
    withEvent('registration of 6.0.0', { targetId: 'demo-service@7.0.0' }),
    [
      'registration of 6.0.0',
      'The audit event registration of 6.0.0 BUILD_REGISTERED is about demo-service@7.0.0, which is not recorded',
    ],
  ],
  [
    'a denial of what was never recorded',
    withSecondEvent('admission of failed', { eventId: 'another', targetId: 'ghost', outcome: 'DENIED' }),
  ],
  ['a denial of what is', withSecondEvent('admission of failed', { eventId: 'another', outcome: 'DENIED' })],
  [
    'an event about configuration',
    withSecondEvent('registration of 6.0.0', {
      eventId: 'another',
      eventType: 'ADMIN_UPDATE',
      targetType: 'DeliveryGroup',
      targetId: 'demo',
    }),
  ],
  [
    'an event that is kept twice',
    withSecondEvent('cancel 11'),
    ['cancel 11', 'The audit event cancel 11 is kept 2 times'],
  ],
  [
    'a build that was registered twice',
    withSecondEvent('registration of 6.0.0', { eventId: 'another' }),
    ['demo-service@6.0.0', 'demo-service@6.0.0 was registered 2 times'],
  ],
];

const answer = (set: Partial<KeptAnswer>): KeptAnswer => ({
  callerId: 'auth0|owner',
  operation: 'deployments.create',
  key: 'another',
  expiresAt: '',
  ...set,
});
const alsoAnswer =
  (set: Partial<KeptAnswer>): Damage =>
  (stored) => ({ ...stored, answers: [...stored.answers, answer(set)] });
const withoutAnswer =
  (id: string): Damage =>
  (stored) => ({ ...stored, answers: stored.answers.filter(({ about }) => about !== id) });

const answers: readonly Case[] = [
  [
    'a second answer',
    alsoAnswer({ about: 'first' }),
    [
      'first',
      'first is the answer to deployments.create of auth0|owner with key key of first and to deployments.create of auth0|owner with key another',
    ],
  ],
  [
    'an answer to nothing',
    alsoAnswer({}),
    ['', 'The answer to deployments.create of auth0|owner with key another names nothing, which is not recorded'],
  ],
  [
    'an answer that names what is not recorded',
    alsoAnswer({ about: 'ghost' }),
    ['ghost', 'The answer to deployments.create of auth0|owner with key another names ghost, which is not recorded'],
  ],
  [
    'an answer for somebody else',
    all(withoutAnswer('back'), alsoAnswer({ operation: 'deployments.rollback', callerId: 'eve', about: 'back' })),
    ['back', 'The answer to deployments.rollback of eve with key another names back, which auth0|owner asked for'],
  ],
  ['an answer to another operation', alsoAnswer({ operation: 'deployments.cancel', about: 'ghost' })],
  ['an effect without an answer', withoutAnswer('failed'), ['failed', 'failed is the answer to no request']],
];

const timelines: readonly Case[] = [
  [
    'a timeline that is gone',
    (stored) => ({ ...stored, timelines: new Map([...stored.timelines].slice(1)) }),
    ['first', 'The timeline of first has 0 entries; the record says 9'],
  ],
  ['a gap', timeline('next', [1, 2, 4]), ['next', 'The timeline of next has 4 where 3 should be']],
  [
    'a timeline without its beginning',
    timeline('next', [2, 3, 4]),
    ['next', 'The timeline of next has 2 where 1 should be'],
  ],
  [
    'an entry too many',
    timeline('next', [1, 2, 3, 4, 5]),
    ['next', 'The timeline of next has 5 entries; the record says 4'],
  ],
];

function timeline(id: string, sequences: readonly number[]): Damage {
  return (stored) => ({ ...stored, timelines: new Map(stored.timelines).set(id, sequences) });
}

const executions: readonly Case[] = [
  [
    'an execution that two follow',
    withDeployment('failed', { executionId: 'execution of first' }),
    ['failed first', 'failed and first follow the same execution execution of first'],
  ],
  [
    'an execution nobody asked for',
    withDeployment('failed', { handOver: { leases: 0 } }),
    ['failed', 'failed follows execution of failed, which it never asked for'],
  ],
  [
    'an execution that was never requested',
    withDeployment('failed', { handOver: { leases: 1 } }),
    ['failed', 'failed follows execution of failed, which it never asked for'],
  ],
  [
    'a request without a lease',
    withDeployment('next', { handOver: { leases: 0, firstRequestAt: '2026-11-21T12:02:00.000Z' } }),
    ['next', 'next asked the engine without a lease'],
  ],
  [
    'a request with neither lease nor execution kept right',
    withDeployment('failed', { handOver: { leases: 0, firstRequestAt: '2026-11-21T12:02:00.000Z' } }),
    ['failed', 'failed follows execution of failed, which it never asked for'],
  ],
  ['a lease before the first request', withDeployment('next', { handOver: { leases: 1 } })],
  [
    'an execution of what is still to be handed over',
    withDeployment('flying', { state: 'PENDING' }),
    ['flying', 'flying is PENDING, and follows execution execution of flying'],
  ],
  ...(['ACTIVE', 'IN_PROGRESS', 'SUCCEEDED', 'ROLLED_BACK'] as const).map(
    (state): Case => [
      `${state} without an execution`,
      all(without('flying', 'executionId'), withDeployment('flying', { state })),
      ['flying', `flying is ${state} without an execution`],
    ],
  ),
  ...(['FAILED', 'CANCELED', 'PENDING'] as const).map(
    (state): Case => [
      `${state} without an execution, as of what never reached the engine`,
      all(without('flying', 'executionId'), withDeployment('flying', { state })),
    ],
  ),
];

const unreadable: readonly Case[] = [
  [
    'what nobody can read',
    (stored) => ({ ...stored, unreadable: [{ key: 'FOREIGN#1', why: 'no part of DXCP wrote it' }] }),
    ['FOREIGN#1', 'FOREIGN#1: no part of DXCP wrote it'],
  ],
];

describeDamages('audit', audit);
describeDamages('answers', answers);
describeDamages('timelines', timelines);
describeDamages('hand-overs', executions);
describeDamages('readable', unreadable);

describe('Of answers', () => {
  test('none is missed once they are about to be dropped, a day later', () => {
    const stored = whole();
    const { createdAt = '' } = stored.deployments.get('first') ?? {};
    const lost = withoutAnswer('first')(stored);
    const later = (hours: number) => saidBy('answers', lost, plusSeconds(createdAt, hours * 3600));
    expect(later(22.9)).toHaveLength(1);
    expect(later(23)).toEqual([]);
  });
});

describe('Of readable items', () => {
  test('each is counted once', () => {
    const stored = whole();
    const { deployments, timelines: told, lanes, places, quotas, answers: given, audit: events, builds } = stored;
    const kept = [...deployments, ...told, ...lanes, ...places, ...quotas, ...given, ...events, ...builds];
    const [readable] = judge(stored, nowOfWhole);
    expect(readable).toMatchObject({ id: 'readable', checked: kept.length });
  });
});
