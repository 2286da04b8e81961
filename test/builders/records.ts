import type { AuditEvent } from '../../lib/contract/audit.ts';
import type { Build } from '../../lib/contract/build.ts';
import type { TimelineEvent, TimelineType } from '../../lib/contract/timeline.ts';
import type { KeptSealing } from '../../lib/domain/invariants/stored.ts';
import type { DeploymentRecord, Lane, StoredAnswer } from '../../lib/domain/records.ts';

/** Records as they usually are; say only what matters to the test. */

/** An id as deployments and events have them: 26 characters that sort by `number`. */
export const idNumber = (number: number): string => `01K${String(number).padStart(23, '0')}`;

export const aBuild = (set: Partial<Build> = {}): Build => ({
  service: 'demo-service',
  version: '1.0.0',
  status: 'VERIFIED',
  artifactRef: 's3://artifacts/demo-service/demo-service-1.0.0.zip',
  sha256: 'a'.repeat(64),
  sizeBytes: 1_048_576,
  contentType: 'application/zip',
  gitSha: '0123456789abcdef0123456789abcdef01234567',
  gitBranch: 'main',
  ciProvider: 'github',
  ciRunId: '4711',
  builtAt: '2026-11-20T09:00:00.000Z',
  registeredAt: '2026-11-20T09:05:00.000Z',
  registeredBy: 'ci-demo',
  ...set,
});

/** A deployment as admitted: pending, nothing known of the engine. */
export const aRecord = (set: Partial<DeploymentRecord> = {}): DeploymentRecord => {
  const createdAt = set.createdAt ?? '2026-11-21T10:00:00.000Z';
  return {
    id: idNumber(1),
    service: 'demo-service',
    environment: 'sandbox',
    version: '1.0.0',
    deliveryGroupId: 'demo',
    recipeId: 'default',
    recipeRevision: 1,
    behaviorSummary: 'Moves all traffic to the new version once it is healthy',
    state: 'PENDING',
    deploymentKind: 'ROLL_FORWARD',
    outcome: null,
    changeSummary: 'Faster checkout for returning customers',
    createdAt,
    updatedAt: createdAt,
    createdBy: { id: 'auth0|5f7c8ec7c33c6c004bbafe82', email: 'owner@example.com', role: 'DELIVERY_OWNER' },
    failures: [],
    policySnapshot: {
      limits: { maxConcurrentDeployments: 1, dailyDeployQuota: 25, dailyRollbackQuota: 10 },
      used: { activeDeployments: 0, dailyDeploys: 3, dailyRollbacks: 0 },
      groupRevision: 1,
      guardRevision: 2,
      mode: 'standard',
    },
    recordVersion: 1,
    timelineSequence: 0,
    quota: { day: createdAt.slice(0, 10), kind: 'deploy', refunded: false },
    order: {
      engineType: 'scripted',
      application: 'demo',
      definition: 'deploy',
      steps: ['Prepare', 'Roll out', 'Verify'],
      artifactRef: 's3://artifacts/demo-service/demo-service-1.0.0.zip',
    },
    handOver: { leases: 0 },
    deadlineAt: new Date(Date.parse(createdAt) + 3_600_000).toISOString(),
    ...set,
  };
};

/** The record one write later. */
export const nextOf = (before: DeploymentRecord, set: Partial<DeploymentRecord>): DeploymentRecord => ({
  ...before,
  ...set,
  recordVersion: before.recordVersion + 1,
});

/** A deployment that has ended well ten minutes after it was created. */
export const aSuccess = (set: Partial<DeploymentRecord> = {}): DeploymentRecord => {
  const record = aRecord(set);
  const at = (minutes: number) => new Date(Date.parse(record.createdAt) + minutes * 60_000).toISOString();
  return {
    ...record,
    state: 'SUCCEEDED',
    outcome: 'SUCCEEDED',
    startedAt: at(1),
    finishedAt: at(10),
    observedAt: at(10),
    updatedAt: at(10),
    progress: { done: 3, total: 3, label: 'Verify' },
    handOver: {
      leases: 1,
      leaseToken: idNumber(99),
      leaseUntil: at(2),
      firstRequestAt: at(1),
      lastRequestAt: at(1),
    },
    executionId: '01JH3Q7XJ6V7W5B4N3M2K1H0G9',
    executionUrl: 'https://engine.example.com/#/applications/demo/executions/01JH3Q7XJ6V7W5B4N3M2K1H0G9',
    ...set,
  };
};

export const aLane = (set: Partial<Lane> = {}): Lane => ({
  service: 'demo-service',
  environment: 'sandbox',
  deliveryGroupId: 'demo',
  laneVersion: 1,
  previousGood: [],
  durations: [],
  ...set,
});

/** Timeline entries with these types, numbered from `first`. */
export const timelineFrom = (first: number, types: readonly TimelineType[]): readonly TimelineEvent[] =>
  types.map((type, index) => ({
    id: `entry-${first + index}`,
    sequence: first + index,
    type,
    at: '2026-11-21T10:00:00.000Z',
    summary: `${type} was seen`,
  }));

export const anAuditEvent = (set: Partial<AuditEvent> = {}): AuditEvent => ({
  eventId: idNumber(1),
  eventType: 'DEPLOY_SUBMIT',
  actorId: 'auth0|5f7c8ec7c33c6c004bbafe82',
  actorRole: 'DELIVERY_OWNER',
  targetType: 'deployment',
  targetId: idNumber(1),
  timestamp: '2026-11-21T10:00:00.000Z',
  outcome: 'SUCCESS',
  summary: 'demo-service 1.0.0 to sandbox: Faster checkout for returning customers',
  requestId: 'request-1',
  deliveryGroupId: 'demo',
  serviceName: 'demo-service',
  environment: 'sandbox',
  ...set,
});

export const anAnswer = (set: Partial<StoredAnswer> = {}): StoredAnswer => ({
  fingerprint: 'f'.repeat(64),
  status: 201,
  body: { id: idNumber(1) },
  expiresAt: '2026-11-22T10:00:00.000Z',
  ...set,
});

/** Of a plane whose record nobody has begun to seal. */
export const nothingSealed: KeptSealing = { leaves: new Map(), seals: [], sealed: new Map(), chain: undefined };
