import type { State } from '../../../lib/contract/deployment.ts';
import type { KeptDeployment, KeptEvent, Stored } from '../../../lib/domain/invariants/stored.ts';
import type { Lane } from '../../../lib/domain/records.ts';
import { aBuild, nothingSealed } from '../../builders/records.ts';
import { configured } from '../configured.ts';

/**
 * What a plane keeps, written out, so that no decision need be right for an invariant to be tried: `first` and `second`
 * were superseded, `undone` was rolled back by `back`, which runs; `failed` and `canceled` say it themselves; `flying`
 * is in flight, and `next` waits to take its place.
 */

type Told = {
  readonly id: string;
  readonly version: string;
  /** When it was admitted; whatever came next came ten seconds later. */
  readonly second: number;
  readonly state: State;
  readonly outcome: KeptDeployment['outcome'];
  readonly entries: number;
  /** What was used when it was let in: places, deployments and rollbacks. */
  readonly used: readonly [number, number, number];
  readonly set?: Partial<KeptDeployment>;
};

const told: readonly Told[] = [
  {
    id: 'first',
    version: '1.0.0',
    second: 0,
    state: 'SUCCEEDED',
    outcome: 'SUPERSEDED',
    entries: 9,
    used: [0, 0, 0],
    set: { supersededBy: 'second' },
  },
  {
    id: 'second',
    version: '2.0.0',
    second: 20,
    state: 'SUCCEEDED',
    outcome: 'SUPERSEDED',
    entries: 9,
    used: [0, 1, 0],
    set: { supersededBy: 'undone' },
  },
  {
    id: 'undone',
    version: '3.0.0',
    second: 40,
    state: 'SUCCEEDED',
    outcome: 'ROLLED_BACK',
    entries: 10,
    used: [0, 2, 0],
    set: { rolledBackBy: 'back' },
  },
  {
    id: 'back',
    version: '2.0.0',
    second: 60,
    state: 'SUCCEEDED',
    outcome: 'SUCCEEDED',
    entries: 8,
    used: [0, 3, 0],
    set: { rollbackOf: 'undone' },
  },
  { id: 'failed', version: '4.0.0', second: 80, state: 'FAILED', outcome: 'FAILED', entries: 7, used: [0, 3, 1] },
  {
    id: 'canceled',
    version: '5.0.0',
    second: 100,
    state: 'CANCELED',
    outcome: 'CANCELED',
    entries: 7,
    used: [0, 4, 1],
  },
  { id: 'flying', version: '6.0.0', second: 120, state: 'ACTIVE', outcome: null, entries: 7, used: [0, 4, 1] },
  {
    id: 'next',
    version: '2.0.0',
    second: 130,
    state: 'PENDING',
    outcome: null,
    entries: 4,
    used: [1, 5, 1],
    set: { rollbackOf: 'flying', waitsFor: 'flying' },
  },
];

const day = '2026-11-21';
const place = { deliveryGroupId: 'demo', environment: 'sandbox' } as const;
const at = (second: number): string => new Date(Date.UTC(2026, 10, 21, 12, 0, second)).toISOString();
const isRollback = ({ set }: Told): boolean => set?.rollbackOf !== undefined;
const hasEnded = ({ state }: Told): boolean => state !== 'ACTIVE' && state !== 'PENDING';

const handedOver = ({ id, second }: Told) => ({
  executionId: `execution of ${id}`,
  handOver: {
    leases: 1,
    leaseToken: `lease of ${id}`,
    leaseUntil: at(second + 70),
    firstRequestAt: at(second + 10),
    lastRequestAt: at(second + 10),
  },
});

const keptOf = (one: Told): KeptDeployment => {
  const { id, version, second, state, outcome, entries, used, set } = one;
  const [activeDeployments, dailyDeploys, dailyRollbacks] = used;
  const started = id !== 'canceled' && id !== 'next';
  return {
    id,
    service: 'demo-service',
    ...place,
    version,
    state,
    outcome,
    deploymentKind: isRollback(one) ? 'ROLLBACK' : 'ROLL_FORWARD',
    changeSummary: 'Faster checkout',
    createdAt: at(second),
    createdBy: { id: 'auth0|owner', role: 'DELIVERY_OWNER', email: 'owner@example.com' },
    policySnapshot: {
      limits: { maxConcurrentDeployments: 1, dailyDeployQuota: 100, dailyRollbackQuota: 50 },
      used: { activeDeployments, dailyDeploys, dailyRollbacks },
      groupRevision: 1,
      guardRevision: 3,
      mode: 'standard',
    },
    timelineSequence: entries,
    quota: { day, kind: isRollback(one) ? 'rollback' : 'deploy', refunded: id === 'canceled' },
    ...(started ? handedOver(one) : { handOver: { leases: 0 } }),
    ...(hasEnded(one) ? { finishedAt: at(second + 10) } : {}),
    ...set,
  };
};

const eventsOf = (one: Told): readonly KeptEvent[] => {
  const { id, version, second, state } = one;
  const event = { targetType: 'Deployment', targetId: id, outcome: 'SUCCESS', requestId: 'r' } as const;
  const asked = { ...event, actorId: 'auth0|owner' };
  const admission: KeptEvent = {
    ...asked,
    eventId: `admission of ${id}`,
    eventType: isRollback(one) ? 'ROLLBACK_SUBMIT' : 'DEPLOY_SUBMIT',
    timestamp: at(second),
    summary: `demo-service ${version} to sandbox: Faster checkout`,
  };
  const later = { timestamp: at(second + 10) };
  const canceled: KeptEvent = {
    ...asked,
    ...later,
    eventId: 'cancel 11',
    eventType: 'CANCEL_SUBMIT',
    summary: `Cancel demo-service ${version} in sandbox`,
  };
  const end: KeptEvent = {
    ...event,
    ...later,
    eventId: `end of ${id}`,
    eventType: 'DEPLOYMENT_FINISHED',
    actorId: 'dxcp',
    summary: `demo-service ${version} in sandbox: ${state}`,
  };
  if (!hasEnded(one)) return [admission];
  return [admission, state === 'CANCELED' ? canceled : end];
};

/** Two builds were registered by request; the others were there from the beginning. */
const registrations = ['5.0.0', '6.0.0'].map(
  (version): KeptEvent => ({
    eventId: `registration of ${version}`,
    eventType: 'BUILD_REGISTERED',
    actorId: 'ci-demo',
    targetType: 'Build',
    targetId: `demo-service@${version}`,
    timestamp: '2026-11-20T09:05:00.000Z',
    outcome: 'SUCCESS',
    summary: `demo-service ${version} registered by ci-demo`,
    requestId: 'r',
  }),
);

const denied = { callerId: 'auth0|observer', code: 'ROLE_FORBIDDEN' };

const denial: KeptEvent = {
  eventId: 'a denial',
  eventType: 'DEPLOY_DENIED',
  actorId: denied.callerId,
  targetType: 'Operation',
  targetId: 'deployments.create',
  timestamp: at(15),
  outcome: 'DENIED',
  summary: 'deployments.create: Your role (OBSERVER) may not do this',
  requestId: 'r',
  code: denied.code,
};

const success = (deploymentId: string, version: string, from: number) => ({
  deploymentId,
  version,
  deploymentKind: 'ROLL_FORWARD' as const,
  ranFrom: at(from),
  ranTo: at(from + 20),
});

const lane = (): Lane => ({
  service: 'demo-service',
  ...place,
  laneVersion: 14,
  previousGood: [success('undone', '3.0.0', 50), success('second', '2.0.0', 30), success('first', '1.0.0', 10)],
  durations: [10, 10, 10, 10],
  newestAttempt: {
    deploymentId: 'flying',
    version: '6.0.0',
    deploymentKind: 'ROLL_FORWARD',
    createdAt: at(120),
    state: 'PENDING',
    outcome: null,
  },
  running: { deploymentId: 'back', version: '2.0.0', deploymentKind: 'ROLLBACK', since: at(70) },
  inFlight: { deploymentId: 'flying', version: '6.0.0' },
  waiting: { deploymentId: 'next', version: '2.0.0', rollbackOf: 'flying' },
});

/** Made anew for each test, so that nobody can damage it for others. */
export const whole = (): Stored => ({
  deployments: new Map(told.map((one) => [one.id, keptOf(one)])),
  timelines: new Map(told.map(({ id, entries }) => [id, Array.from({ length: entries }, (_, index) => index + 1)])),
  lanes: [lane()],
  places: [{ ...place, holders: ['flying'], held: 1 }],
  quotas: [
    { key: { ...place, day, kind: 'deploy' }, used: 5 },
    { key: { ...place, day, kind: 'rollback' }, used: 2 },
  ],
  denials: [{ ...denied, hour: '2026-11-21T12', count: 1, role: 'OBSERVER', closed: false }],
  rates: [{ key: { callerId: 'auth0|owner', kind: 'mutation', minute: '2026-11-21T12:02' }, used: 60, limit: 60 }],
  publisherQuotas: [{ key: { publisher: 'ci-demo', day: '2026-11-20', kind: 'registration' }, used: 2 }],
  guards: [{ deliveryGroupId: 'demo', revision: 3, mutationsDisabled: false }],
  ...configured,
  killSwitch: undefined,
  answers: told.map((one) => ({
    callerId: 'auth0|owner',
    operation: isRollback(one) ? 'deployments.rollback' : 'deployments.create',
    key: `key of ${one.id}`,
    expiresAt: '',
    about: one.id,
  })),
  audit: [...told.flatMap(eventsOf), ...registrations, denial],
  builds: ['1.0.0', '2.0.0', '3.0.0', '4.0.0', '5.0.0', '6.0.0'].map((version) => aBuild({ version })),
  breaker: undefined,
  pulse: undefined,
  watch: undefined,
  sealing: nothingSealed,
  unreadable: [],
});
