import type { KeptDeployment, Stored } from '../../../lib/domain/invariants/stored.ts';
import type { Lane } from '../../../lib/domain/records.ts';
import {
  all,
  type Case,
  type Damage,
  describeDamages,
  withDeployment,
  withLane,
  without,
  withoutInLane,
} from './whole.ts';

const here = 'demo-service in sandbox';
const alsoLane =
  (set: Partial<Lane>): Damage =>
  (stored) => ({ ...stored, lanes: stored.lanes.flatMap((one) => [one, { ...one, ...set }]) });
const emptied = withoutInLane('inFlight', 'waiting', 'newestAttempt', 'running');
/** What is known of what runs, or was tried last, otherwise. */
const runs = (set: Partial<NonNullable<Lane['running']>>): Damage =>
  withLane(({ running = never() }) => ({ running: { ...running, ...set } }));
const tried = (set: Partial<NonNullable<Lane['newestAttempt']>>): Damage =>
  withLane(({ newestAttempt = never() }) => ({ newestAttempt: { ...newestAttempt, ...set } }));

const givenUp = (set: Partial<KeptDeployment>): Damage => withDeployment('failed', { abandoned: true, ...set });

const lanes: readonly Case[] = [
  [
    'a lane that has lost what is in flight',
    withoutInLane('inFlight'),
    ['next flying', `${here} names next in flight; recorded is flying and next`],
    ['next', `next waits in ${here} for nothing, recorded is flying`],
  ],
  [
    'a lane that has lost everything in flight',
    withoutInLane('inFlight', 'waiting'),
    ['flying next', `${here} names nothing in flight; recorded is flying and next`],
  ],
  [
    'a lane that keeps what has ended',
    all(withDeployment('flying', { state: 'FAILED' }), withDeployment('next', { state: 'CANCELED' })),
    ['flying next', `${here} names flying and next in flight; recorded is nothing`],
    ['flying', `${here} remembers flying as 6.0.0 PENDING; recorded is 6.0.0 FAILED`],
  ],
  [
    'a rollback that waits for another',
    withDeployment('next', { waitsFor: 'failed' }),
    ['next', `next waits in ${here} for flying, recorded is failed`],
  ],
  [
    'a rollback that waits for nothing',
    without('next', 'waitsFor'),
    ['next', `next waits in ${here} for flying, recorded is undefined`],
  ],
  [
    'a rollback that waits where nothing flies, and says so itself',
    all(withoutInLane('inFlight'), without('next', 'waitsFor')),
    ['next flying', `${here} names next in flight; recorded is flying and next`],
    ['next', `next waits in ${here} for nothing, recorded is undefined`],
  ],
  [
    'a rollback that waits and is not recorded',
    withLane(({ waiting = never() }) => ({ waiting: { ...waiting, deploymentId: 'ghost' } })),
    ['flying ghost next', `${here} names flying and ghost in flight; recorded is flying and next`],
    ['ghost', `ghost waits in ${here} for flying, recorded is undefined`],
  ],
  [
    'an attempt that is not recorded',
    tried({ deploymentId: 'ghost' }),
    ['ghost', `${here} remembers an attempt that is not recorded`],
  ],
  [
    'an attempt with another version',
    tried({ version: '7.0.0' }),
    ['flying', `${here} remembers flying as 7.0.0 PENDING; recorded is 6.0.0 ACTIVE`],
  ],
  [
    'an attempt that has ended in the lane only',
    tried({ state: 'FAILED' }),
    ['flying', `${here} remembers flying as 6.0.0 FAILED; recorded is 6.0.0 ACTIVE`],
  ],
  [
    'an attempt of another end',
    tried({ deploymentId: 'failed', version: '4.0.0', state: 'CANCELED' }),
    ['failed', `${here} remembers failed as 4.0.0 CANCELED; recorded is 4.0.0 FAILED`],
  ],
  ['an attempt of the end that is recorded', tried({ deploymentId: 'failed', version: '4.0.0', state: 'FAILED' })],
  ['no attempt', withoutInLane('newestAttempt')],
  [
    'an attempt and a line of another lane',
    alsoLane({ service: 'other' }),
    ['flying next', 'other in sandbox names flying and next in flight; recorded is nothing'],
    ['flying', 'other in sandbox remembers flying as 6.0.0 PENDING; recorded is 6.0.0 ACTIVE'],
  ],
  [
    'a deployment without a lane',
    withDeployment('failed', { environment: 'prod' }),
    ['failed', 'failed has no lane demo-service in prod'],
  ],
];

const at = (finishedAt: string) => ({ finishedAt: `2026-11-21T12:${finishedAt}.000Z` });

const running: readonly Case[] = [
  [
    'a lane that says something else runs',
    runs({ deploymentId: 'second' }),
    ['back', `${here} says that second runs; not displaced is back`],
  ],
  [
    'a lane that says nothing runs',
    withoutInLane('running'),
    ['back', `${here} says that nothing runs; not displaced is back`],
  ],
  [
    'two successes that nothing displaced',
    withDeployment('second', { outcome: 'SUCCEEDED' }),
    ['second back', `${here} says that back runs; not displaced is second and back`],
  ],
  [
    'a lane where something runs and nothing succeeded',
    withDeployment('back', { state: 'FAILED', outcome: 'FAILED' }),
    ['', `${here} says that back runs; not displaced is nothing`],
  ],
  [
    'a lane that cannot tell, since something was given up',
    all(givenUp({ finishedAt: '2026-11-21T12:02:00.000Z' }), runs({ uncertain: true })),
  ],
  [
    'a lane that cannot tell, and no reason for it',
    runs({ uncertain: true }),
    ['back', `What runs in ${here} is uncertain for nothing`],
  ],
  [
    'a lane that cannot tell, since something was given up before by another clock',
    all(givenUp({ finishedAt: '2026-11-21T12:00:41.000Z' }), runs({ uncertain: true })),
  ],
  [
    'a lane that cannot tell, though all that was given up was so before',
    all(givenUp({ finishedAt: '2026-11-21T12:00:40.000Z' }), runs({ uncertain: true })),
    ['back', `What runs in ${here} is uncertain for nothing`],
  ],
  [
    'a lane that is sure, half a minute after something was given up',
    givenUp({ finishedAt: '2026-11-21T12:01:40.000Z' }),
  ],
  [
    'a lane that is sure, although something was given up',
    givenUp({ finishedAt: '2026-11-21T12:02:00.000Z' }),
    ['failed', `What runs in ${here} is not uncertain, and failed was given up since`],
  ],
  ['a lane that is sure of what came after', givenUp({ finishedAt: '2026-11-21T12:00:00.000Z' })],
  [
    'one that was given up, and does not say when, which is said elsewhere',
    all(givenUp({}), without('failed', 'finishedAt')),
  ],
  [
    'one that was given up before anybody handed it over',
    givenUp({ finishedAt: '2026-11-21T12:02:00.000Z', handOver: { leases: 0 } }),
  ],
  [
    'a lane that is sure, and wrong',
    runs({ deploymentId: 'x', uncertain: false }),
    ['back', `${here} says that x runs; not displaced is back`],
  ],
  [
    'a version that nobody brought',
    runs({ version: '9.0.0' }),
    ['back', `${here} says that 9.0.0 runs; back brought 2.0.0`],
  ],
  ['a success half a minute later by another clock', withDeployment('undone', at('01:40'))],
  [
    'a success that came clearly later',
    withDeployment('undone', at('01:41')),
    ['back undone', `back runs in ${here}, and undone succeeded after it`],
  ],
  [
    'a lane where nothing ever succeeded',
    all(
      emptied,
      withLane(() => ({ previousGood: [] })),
      (stored) => ({ ...stored, deployments: new Map() }),
    ),
  ],
  ['a success that does not say when it was, which is said elsewhere', without('back', 'finishedAt')],
  ['another that does not', without('undone', 'finishedAt')],
  [
    'an earlier success that failed',
    withDeployment('first', { state: 'FAILED' }),
    ['first', `${here} remembers 1.0.0 as a success of first; recorded is 1.0.0 FAILED`],
  ],
  [
    'an earlier success of another version',
    withDeployment('first', { version: '1.0.1' }),
    ['first', `${here} remembers 1.0.0 as a success of first; recorded is 1.0.1 SUCCEEDED`],
  ],
  [
    'an earlier success of another place',
    withDeployment('first', { environment: 'prod' }),
    ['first', `${here} remembers 1.0.0 as a success of first; recorded is 1.0.0 SUCCEEDED`],
  ],
  [
    'an earlier success that is not recorded',
    without('first'),
    ['first', `${here} remembers 1.0.0 as a success of first; recorded is undefined undefined`],
  ],
  [
    'a lane in which nothing runs any more',
    all(withDeployment('back', { outcome: 'SUPERSEDED' }), withoutInLane('running')),
  ],
  [
    'a lane of another environment',
    alsoLane({ environment: 'prod', previousGood: [] }),
    ['', 'demo-service in prod says that back runs; not displaced is nothing'],
  ],
];

const orphans: readonly Case[] = [
  [
    'a timeline of nothing',
    (stored) => ({ ...stored, timelines: new Map([...stored.timelines, ['ghost', [1]]]) }),
    ['ghost', 'There is a timeline of ghost, which is not recorded'],
  ],
  ...(['inFlight', 'waiting', 'running'] as const).map(
    (entry): Case => [
      `a lane whose ${entry} is gone`,
      withLane((lane) => ({ [entry]: { ...lane[entry], deploymentId: 'ghost' } })),
      ['ghost', `The lane ${here} names ghost, which is not recorded`],
    ],
  ),
  ['a lane without anything', emptied],
  [
    'a counter below nothing',
    (stored) => ({ ...stored, quotas: stored.quotas.map(({ key }, index) => ({ key, used: index - 1 })) }),
    ['demo', 'A quota of demo in sandbox is -1'],
  ],
];

const off = { mutationsDisabled: true, epoch: 2, since: '2026-11-21T12:01:20.000Z' };
const justInTime = { ...off, since: '2026-11-21T11:57:20.000Z' };
const longOff = { ...off, since: '2026-11-21T11:57:19.000Z' };
const turnedTo =
  (killSwitch: Stored['killSwitch']): Damage =>
  (stored) => ({ ...stored, killSwitch });
const guardRows =
  (guard: { readonly mutationsDisabled: boolean; readonly epoch?: number }, ...ids: readonly string[]): Damage =>
  (stored) => ({ ...stored, guards: ids.map((deliveryGroupId) => ({ deliveryGroupId, revision: 1, ...guard })) });
const refuses = { mutationsDisabled: true };
const admits = { mutationsDisabled: false };

const switches: readonly Case[] = [
  ['all changes switched off', all(guardRows({ ...refuses, epoch: 2 }, 'demo'), turnedTo(off))],
  [
    'a guard row that refuses although nobody has turned the switch',
    guardRows(refuses, 'demo'),
    ['demo', 'The guard row of demo refuses changes; the kill switch is off'],
  ],
  ['a guard row that has yet to follow', turnedTo(off)],
  ['a guard row that has to follow now', turnedTo(justInTime)],
  [
    'a guard row that nobody has seen to',
    turnedTo(longOff),
    ['demo', 'The guard row of demo admits changes; the kill switch is on since 2026-11-21T11:57:19.000Z'],
  ],
  [
    'a guard row that has followed to the other side',
    all(guardRows({ ...refuses, epoch: 2 }, 'demo'), turnedTo({ ...off, ...admits })),
    ['demo', 'The guard row of demo refuses changes; the kill switch is off'],
  ],
  [
    'a guard row of a turn that is yet to come',
    all(guardRows({ ...refuses, epoch: 3 }, 'demo'), turnedTo(off)),
    ['demo', 'The guard row of demo refuses changes by a turn 3 that never was'],
  ],
  [
    'a renewal that a guard row has yet to follow, however long ago the switch was turned',
    all(guardRows({ ...refuses, epoch: 1 }, 'demo'), turnedTo(longOff)),
  ],
  ['a renewal of a switch that nobody has turned', turnedTo({ ...admits, epoch: 1 })],
  [
    'a guard row that refuses after a renewal of a switch that nobody has turned',
    all(guardRows(refuses, 'demo'), turnedTo({ ...admits, epoch: 1 })),
  ],
  ['a group without a guard row', guardRows(admits), ['demo', 'The delivery group demo has no guard row']],
  ['a guard row more than groups', guardRows(admits, 'demo', 'former')],
];

const inGroup =
  (set: Partial<Stored['groups'][number]>): Damage =>
  (stored) => ({ ...stored, groups: stored.groups.map((group) => ({ ...group, ...set })) });
const usedBy =
  (...groups: readonly string[]): Damage =>
  (stored) => ({ ...stored, usages: stored.usages.map((usage) => ({ ...usage, groups })) });

const twoGroups: Damage = (stored) => ({
  ...stored,
  groups: [
    { id: 'late', services: [], recipes: ['default'], environments: ['sandbox'] },
    { id: 'early', services: [], recipes: ['default'], environments: [] },
  ],
  services: [],
  usages: [
    { kind: 'recipe', id: 'default', groups: ['late', 'early'] },
    { kind: 'environment', id: 'sandbox', groups: ['late'] },
  ],
  groupRegistry: ['early', 'late'],
});

const referring: readonly Case[] = [
  ['a service that is in no group', (stored) => ({ ...stored, services: [...stored.services, { name: 'free' }] })],
  ['a recipe that two groups allow, in whatever order it knows them', twoGroups],
  [
    'several groups that are not registered, and several that are and there are not',
    all(twoGroups, (stored) => ({ ...stored, groupRegistry: ['a', 'b'] })),
    ['late early', 'The register of groups lacks late, early'],
    ['a b', 'The register names a, b, which there are not'],
  ],
  [
    'a recipe that is gone, of which an environment has the name',
    (stored) => ({
      ...inGroup({ recipes: ['sandbox'] })(stored),
      usages: stored.usages.map((usage) => (usage.kind === 'recipe' ? { ...usage, id: 'sandbox' } : usage)),
    }),
    ['sandbox', 'The recipe sandbox is used by demo, and there is none'],
  ],
  [
    'a service that says it is in no group',
    (stored) => ({ ...stored, services: [{ name: 'demo-service' }] }),
    ['demo-service', 'demo-service says it is in no group; demo lists it'],
  ],
  [
    'a service that no group lists',
    inGroup({ services: [] }),
    ['demo-service', 'demo-service says it is in demo; no group lists it'],
  ],
  [
    'a service in two groups',
    (stored) => ({
      ...stored,
      groups: [...stored.groups, { id: 'other', services: ['demo-service'], recipes: [], environments: [] }],
      groupRegistry: undefined,
    }),
    ['demo-service', 'demo-service says it is in demo; demo, other lists it'],
  ],
  [
    'a group that is not registered, and one that is and there is not',
    (stored) => ({ ...stored, groupRegistry: ['ghost'] }),
    ['demo', 'The register of groups lacks demo'],
    ['ghost', 'The register names ghost, which there are not'],
  ],
  [
    'a recipe and an environment that know of no group',
    usedBy(),
    ['default', 'The recipe default is used by demo, and says by none'],
    ['sandbox', 'The environment sandbox is used by demo, and says by none'],
  ],
  [
    'groups that refer to what nobody has said',
    (stored) => ({ ...stored, usages: [] }),
    ['default', 'The recipe default is used by demo, and says by none'],
    ['sandbox', 'The environment sandbox is used by demo, and says by none'],
  ],
  [
    'an environment that knows of a group which does not refer to it',
    (stored) => ({
      ...stored,
      usages: [...stored.usages.slice(0, 2), { kind: 'environment', id: 'prod', groups: ['demo'] }],
    }),
    ['prod', 'The environment prod is used by no group, and says demo'],
  ],
  [
    'a group whose recipe and environment are gone',
    (stored) => ({ ...stored, referredTo: [] }),
    ['default', 'The recipe default is used by demo, and there is none'],
    ['sandbox', 'The environment sandbox is used by demo, and there is none'],
  ],
  ['a plane without a register', (stored) => ({ ...usedBy()(stored), groupRegistry: undefined })],
];

describeDamages('lanes', lanes);
describeDamages('running', running);
describeDamages('orphans', orphans);
describeDamages('kill-switch', switches);
describeDamages('references', referring);

function never(): never {
  throw new Error('The lane has it');
}
