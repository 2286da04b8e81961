import type { Stored } from '../../../lib/domain/invariants/stored.ts';
import { all, type Case, type Damage, describeDamages, withDeployment, without, withPlace } from './whole.ts';

/** It was let in below this limit. */
const letInBelow =
  (id: string, maxConcurrentDeployments: number): Damage =>
  (stored) => {
    const policySnapshot = stored.deployments.get(id)?.policySnapshot ?? never();
    const limits = { ...policySnapshot.limits, maxConcurrentDeployments };
    return withDeployment(id, { policySnapshot: { ...policySnapshot, limits } })(stored);
  };
const here = 'demo in sandbox';

/** One more place, of another group or environment. */
const alsoPlace =
  (set: Partial<Stored['places'][number]>): Damage =>
  (stored) => ({ ...stored, places: stored.places.flatMap((place) => [place, { ...place, ...set }]) });

const cases: readonly Case[] = [
  [
    'a place that was freed early',
    withPlace(),
    ['flying', `flying is ACTIVE and holds 0 places of ${here}`],
    ['next', `next is PENDING and holds 0 places of ${here}`],
  ],
  [
    'a place for who only waits',
    withPlace('flying', 'next'),
    ['next flying', 'next holds a place and waits for flying as well'],
    ['flying next', `2 hold places of ${here}, and none was let in above 1`],
  ],
  [
    'places of two groups for one',
    alsoPlace({ deliveryGroupId: 'other' }),
    ['flying', `flying is ACTIVE and holds 2 places of ${here}`],
    ['flying', `flying of ${here} holds a place of other in sandbox`],
  ],
  [
    'a place in another environment',
    all(alsoPlace({ environment: 'prod' }), (stored) => ({ ...stored, places: stored.places.slice(1) })),
    ['flying', `flying of ${here} holds a place of demo in prod`],
  ],
  [
    'a place for nobody',
    withPlace('flying', 'ghost'),
    ['ghost', `A place of ${here} is held by ghost, which is not recorded`],
    ['flying ghost', `2 hold places of ${here}, and none was let in above 1`],
  ],
  [
    'a place for what has ended',
    all(withPlace('flying', 'failed'), letInBelow('flying', 2)),
    ['failed', `A place of ${here} is held by failed, which has ended: FAILED`],
  ],
  [
    'a miscount',
    (stored) => ({ ...stored, places: stored.places.map((place) => ({ ...place, held: 2 })) }),
    ['flying', `${here} counts 2 held places, and 1 hold one`],
  ],
  [
    'a rollback that waits for what has ended, without a place',
    all(withDeployment('flying', { state: 'CANCELED' }), withPlace()),
    ['next', `next is PENDING and holds 0 places of ${here}`],
  ],
  ['a rollback that has taken the place over', all(withDeployment('flying', { state: 'CANCELED' }), withPlace('next'))],
  [
    'a rollback that waits for what is not recorded',
    all(without('flying'), withPlace()),
    ['next', `next is PENDING and holds 0 places of ${here}`],
  ],
  [
    'more than one, where the last was let in above it',
    all(without('next', 'waitsFor'), withPlace('flying', 'next'), letInBelow('next', 2)),
  ],
  [
    'a limit that was lowered before a rollback took over a place',
    all(
      letInBelow('flying', 2),
      withDeployment('flying', { state: 'CANCELED' }),
      withDeployment('failed', { state: 'ACTIVE' }),
      withPlace('next', 'failed'),
    ),
  ],
  ['a place of another group that nobody holds', alsoPlace({ deliveryGroupId: 'other', holders: [], held: 0 })],
];

describeDamages('places', cases);

function never(): never {
  throw new Error('Something flies');
}
