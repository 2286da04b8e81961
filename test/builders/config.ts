import type { DeliveryGroup } from '../../lib/contract/delivery-group.ts';
import type { Environment } from '../../lib/contract/environment.ts';
import type { EngineMapping, Recipe } from '../../lib/contract/recipe.ts';
import type { Service } from '../../lib/contract/service.ts';
import type { PlaneSettings } from '../../lib/domain/settings.ts';

/** Configuration objects as they usually are; say only what matters to the test. */

const SET_UP_AT = '2026-11-01T08:00:00.000Z';

const touched = {
  revision: 1,
  createdAt: SET_UP_AT,
  createdBy: 'alice@example.com',
  updatedAt: SET_UP_AT,
  updatedBy: 'alice@example.com',
};

export const aService = (set: Partial<Service> = {}): Service => ({
  name: 'demo-service',
  description: 'Shows how it is done',
  owner: 'team-demo@example.com',
  allowedRecipes: ['default'],
  artifactSources: ['s3://artifacts/demo-service/'],
  ...touched,
  ...set,
});

export const anEnvironment = (set: Partial<Environment> = {}): Environment => ({
  name: 'sandbox',
  displayName: 'Sandbox',
  type: 'non_prod',
  lifecycle: 'active',
  ...touched,
  ...set,
});

/** Onto the engine that tests script. */
export const aMapping = (set: Partial<EngineMapping> = {}): EngineMapping => ({
  type: 'scripted',
  application: 'demo',
  deployPipeline: 'deploy',
  rollbackPipeline: 'rollback',
  ...set,
});

export const aRecipe = (set: Partial<Recipe> = {}): Recipe => ({
  id: 'default',
  name: 'Standard rollout',
  description: 'Replaces the running version step by step',
  behaviorSummary: 'Moves all traffic to the new version once it is healthy',
  steps: ['Prepare', 'Roll out', 'Verify'],
  deadlineMinutes: 60,
  status: 'active',
  engine: aMapping(),
  ...touched,
  ...set,
});

export const aDeliveryGroup = (set: Partial<DeliveryGroup> = {}): DeliveryGroup => ({
  id: 'demo',
  name: 'Demo',
  owners: ['owner@example.com'],
  services: ['demo-service'],
  allowedRecipes: ['default'],
  environments: [{ name: 'sandbox', enabled: true, promotionOrder: 1 }],
  guardrails: { maxConcurrentDeployments: 1, dailyDeployQuota: 25, dailyRollbackQuota: 10 },
  ...touched,
  ...set,
});

export const planeSettings = (set: Partial<PlaneSettings> = {}): PlaneSettings => ({
  mode: 'standard',
  createdAt: SET_UP_AT,
  refresh: { defaultSeconds: 300, minSeconds: 60, maxSeconds: 3600 },
  limits: { readRpm: 600, mutateRpm: 60 },
  linkExposure: { repository: true, runUrl: true, serviceUrl: true },
  revision: 1,
  ...set,
});
