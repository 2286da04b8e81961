import type { RollbackPlan } from '../../lib/contract/admission.ts';
import type { Deployment } from '../../lib/contract/deployment.ts';
import type { Failure } from '../../lib/contract/failure.ts';
import type { WhoAmI } from '../../lib/contract/plane.ts';
import type { Refusal } from '../../lib/contract/problem.ts';
import type { TimelineEvent, TimelineType } from '../../lib/contract/timeline.ts';

export const ID = '01KAVX0GZ7Q4J8M2N3P5R6S7T8';

export const aDeployment = (changes: Partial<Deployment> = {}): Deployment => ({
  id: ID,
  service: 'demo-service',
  environment: 'sandbox',
  version: '1.1.0',
  deliveryGroupId: 'demo',
  recipeId: 'default',
  recipeRevision: 1,
  behaviorSummary: 'Replaces everything at once',
  state: 'PENDING',
  deploymentKind: 'ROLL_FORWARD',
  outcome: null,
  changeSummary: 'Faster search',
  createdAt: '2026-11-21T09:30:00.000Z',
  updatedAt: '2026-11-21T09:30:00.000Z',
  createdBy: { id: 'owner', email: 'owner@example.com', role: 'DELIVERY_OWNER' },
  failures: [],
  policySnapshot: {
    limits: { maxConcurrentDeployments: 1, dailyDeployQuota: 25, dailyRollbackQuota: 10 },
    used: { activeDeployments: 0, dailyDeploys: 0, dailyRollbacks: 0 },
    groupRevision: 1,
    guardRevision: 1,
    mode: 'standard',
  },
  ...changes,
});

export const aFailure: Failure = {
  category: 'APP',
  summary: 'The service does not become healthy',
  actionHint: 'Look at the logs of the service.',
  observedAt: '2026-11-21T09:30:05.000Z',
};

/** A deployment as it looks at each step of its life, and its timeline then. */
export const lifeOf = (end: Partial<Deployment>): { deployment: Deployment; timeline: TimelineEvent[] }[] => {
  const at = (second: number) => `2026-11-21T09:30:0${second}.000Z`;
  const event = (sequence: number, type: TimelineType, summary: string): TimelineEvent => ({
    id: `${ID}.${sequence}`,
    sequence,
    type,
    at: at(sequence),
    summary,
  });
  const told = [
    event(1, 'INTENT_SUBMITTED', 'Deployment asked for'),
    event(2, 'ENGINE_ACCEPTED', 'The engine has taken it on'),
    event(3, 'OUTCOME_SET', 'It has ended'),
  ];
  return [
    { deployment: aDeployment({ updatedAt: at(1) }), timeline: told.slice(0, 1) },
    { deployment: aDeployment({ state: 'ACTIVE', updatedAt: at(2) }), timeline: told.slice(0, 2) },
    { deployment: aDeployment({ updatedAt: at(6), finishedAt: at(6), ...end }), timeline: told },
  ];
};

export const refusals: Refusal[] = [
  {
    code: 'QUOTA_EXCEEDED',
    message: 'Demo has used its 25 deployments of today',
    hint: 'Wait for the next day.',
    allowedFrom: '2026-11-22T00:00:00.000Z',
    facts: {},
  },
  { code: 'CONCURRENCY_LIMIT_REACHED', message: '1.0.0 is on its way', hint: 'Wait for it.', facts: {} },
];

export const whoIs = (role?: 'DELIVERY_OWNER'): WhoAmI => ({
  actor: { id: 'owner', email: 'owner@example.com', groups: [], ...(role ? { role } : {}) },
  groupsOwned: role ? ['demo'] : [],
  can: { read: role !== undefined, deploy: role !== undefined, publishBuilds: false, administer: false },
});

export const aPlan: RollbackPlan = {
  allowed: true,
  refusals: [],
  checks: [],
  target: { version: '1.0.0', deploymentId: ID, ranFrom: '2026-11-21T08:30:00Z', ranTo: '2026-11-21T09:00:00Z' },
  from: '1.1.0',
  takesOver: false,
  stops: false,
  notes: [],
};
