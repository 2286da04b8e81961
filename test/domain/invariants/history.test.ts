import { all, type Case, describeDamages, withDeployment, withEvent, without } from './whole.ts';

const links: readonly Case[] = [
  [
    'a success that was never superseded',
    without('second', 'supersededBy'),
    ['second', 'second is SUCCEEDED with the outcome SUPERSEDED; its links say SUCCEEDED'],
  ],
  [
    'a success that is not marked as superseded',
    withDeployment('second', { outcome: 'SUCCEEDED' }),
    ['second', 'second is SUCCEEDED with the outcome SUCCEEDED; its links say SUPERSEDED'],
  ],
  [
    'a rollback that is not marked where it counts more than what came next',
    withDeployment('undone', { outcome: 'SUPERSEDED', supersededBy: 'back' }),
    ['undone', 'undone is SUCCEEDED with the outcome SUPERSEDED; its links say ROLLED_BACK'],
  ],
  ['what was superseded before it was rolled back', withDeployment('undone', { supersededBy: 'back' })],
  [
    'an outcome of what is under way',
    withDeployment('flying', { outcome: 'SUCCEEDED' }),
    ['flying', 'flying is ACTIVE with the outcome SUCCEEDED; its links say null'],
  ],
  [
    'a failure with another outcome',
    withDeployment('failed', { outcome: 'CANCELED' }),
    ['failed', 'failed is FAILED with the outcome CANCELED; its links say FAILED'],
  ],
  [
    'a link to what is not recorded',
    withDeployment('second', { supersededBy: 'ghost' }),
    ['second ghost', 'second names ghost as supersededBy, which is not recorded'],
  ],
  [
    'a rollback that is not recorded',
    withDeployment('undone', { rolledBackBy: 'ghost' }),
    ['undone ghost', 'undone names ghost as rolledBackBy, which is not recorded'],
    ['back undone', 'back has undone undone, which names ghost'],
  ],
  [
    'a link to what failed',
    withDeployment('second', { supersededBy: 'failed' }),
    ['second failed', 'second names failed as supersededBy, which is FAILED'],
  ],
  ...(['service', 'environment'] as const).map(
    (field): Case => [
      `a link to another ${field}`,
      withDeployment('first', { [field]: 'other' }),
      ['first second', 'first names second as supersededBy, which is SUCCEEDED'],
    ],
  ),
  [
    'a link to what undid something else',
    withDeployment('back', { rollbackOf: 'second' }),
    ['undone back', 'undone names back as rolledBackBy, which is SUCCEEDED'],
    ['back second', 'back has undone second, which names nothing'],
  ],
  [
    'a rollback of what names another',
    withDeployment('undone', { rolledBackBy: 'second' }),
    ['undone second', 'undone names second as rolledBackBy, which is SUCCEEDED'],
    ['back undone', 'back has undone undone, which names second'],
  ],
  [
    'a rollback of what is not recorded',
    withDeployment('next', { rollbackOf: 'ghost' }),
    ['next ghost', 'next undoes ghost, which is not recorded'],
  ],
];

const words = (version: string) => `demo-service ${version} to sandbox: Faster checkout`;

const ends: readonly Case[] = [
  [
    'a version that was rewritten',
    withDeployment('failed', { version: '9.0.0' }),
    [
      'failed admission of failed',
      `failed is “${words('9.0.0')}” by auth0|owner; its audit event says “${words('4.0.0')}” by auth0|owner`,
    ],
    ['failed end of failed', 'failed is FAILED; its audit event says “demo-service 4.0.0 in sandbox: FAILED”'],
  ],
  [
    'an end that was rewritten',
    withDeployment('failed', { state: 'CANCELED' }),
    ['failed end of failed', 'failed is CANCELED; its audit event says “demo-service 4.0.0 in sandbox: FAILED”'],
  ],
  [
    'a person who was rewritten',
    withEvent('admission of next', { actorId: 'auth0|other' }),
    [
      'next admission of next',
      `next is “${words('2.0.0')}” by auth0|owner; its audit event says “${words('2.0.0')}” by auth0|other`,
    ],
  ],
  [
    'a time that was rewritten',
    withDeployment('next', { createdAt: '2026-11-21T09:00:00.000Z' }),
    [
      'next admission of next',
      `next is “${words('2.0.0')}” by auth0|owner; its audit event says “${words('2.0.0')}” by auth0|owner`,
    ],
  ],
  [
    'an outcome of what is under way',
    withDeployment('flying', { outcome: 'FAILED' }),
    ['flying', 'flying is ACTIVE and has an end: FAILED'],
  ],
  [
    'a time of the end of what is under way',
    withDeployment('flying', { finishedAt: '2026-11-21T12:02:15.000Z' }),
    ['flying', 'flying is ACTIVE and has an end: null'],
  ],
  [
    'an end without an outcome',
    withDeployment('failed', { outcome: null }),
    ['failed', 'failed is FAILED, and its end is not told'],
  ],
  ['an end without a time', without('failed', 'finishedAt'), ['failed', 'failed is FAILED, and its end is not told']],
  ['a failure that was given up', withDeployment('failed', { abandoned: true })],
  [
    'a success that was given up',
    withDeployment('first', { abandoned: true }),
    ['first', 'first was given up and is SUCCEEDED'],
  ],
  [
    'a rollback of nothing',
    without('back', 'rollbackOf'),
    ['back', 'back is a ROLLBACK of nothing that waits for nothing'],
  ],
  [
    'a way forward that undoes something',
    withDeployment('failed', { rollbackOf: 'first' }),
    ['failed', 'failed is a ROLL_FORWARD of first that waits for nothing'],
  ],
  [
    'a rollback that waits for something else than it undoes',
    withDeployment('next', { waitsFor: 'first' }),
    ['next', 'next is a ROLLBACK of flying that waits for first'],
  ],
  [
    'a way forward that waits',
    withDeployment('failed', { waitsFor: 'first' }),
    ['failed', 'failed is a ROLL_FORWARD of nothing that waits for first'],
  ],
  ['what nobody audited', all(without('next'), (stored) => ({ ...stored, audit: [] }))],
];

describeDamages('links', links);
describeDamages('ends', ends);
