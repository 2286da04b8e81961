import type { DeliveryGroup, Guardrails } from '../contract/delivery-group.ts';
import type { PlaneSettings } from './settings.ts';

/** What evaluation mode allows at most. */
export const evaluationLimits: Guardrails = {
  maxConcurrentDeployments: 1,
  dailyDeployQuota: 10,
  dailyRollbackQuota: 10,
};

/** How many requests of each kind a caller may make within a minute. */
export type RateLimits = PlaneSettings['limits'];

/** Of these, too. */
export const evaluationRates: RateLimits = { readRpm: 300, mutateRpm: 10 };

/** The rates in force: the tighter of what was configured and what the mode allows. */
export const ratesIn = ({ mode, limits }: Pick<PlaneSettings, 'mode' | 'limits'>): RateLimits => {
  if (mode === 'standard') return limits;
  return {
    readRpm: Math.min(limits.readRpm, evaluationRates.readRpm),
    mutateRpm: Math.min(limits.mutateRpm, evaluationRates.mutateRpm),
  };
};

export const binding = (group: DeliveryGroup, environment: string): DeliveryGroup['environments'][number] | undefined =>
  group.environments.find((bound) => bound.name === environment);

/** The limits in force: the environment's value overrides the group's, and the tighter of it and the mode's holds. */
export const limitsIn = (group: DeliveryGroup, environment: string, mode: 'standard' | 'evaluation'): Guardrails => {
  const own = { ...group.guardrails };
  const overrides = binding(group, environment)?.guardrails ?? {};
  const configured: Guardrails = {
    maxConcurrentDeployments: overrides.maxConcurrentDeployments ?? own.maxConcurrentDeployments,
    dailyDeployQuota: overrides.dailyDeployQuota ?? own.dailyDeployQuota,
    dailyRollbackQuota: overrides.dailyRollbackQuota ?? own.dailyRollbackQuota,
  };
  if (mode === 'standard') return configured;
  return {
    maxConcurrentDeployments: Math.min(configured.maxConcurrentDeployments, evaluationLimits.maxConcurrentDeployments),
    dailyDeployQuota: Math.min(configured.dailyDeployQuota, evaluationLimits.dailyDeployQuota),
    dailyRollbackQuota: Math.min(configured.dailyRollbackQuota, evaluationLimits.dailyRollbackQuota),
  };
};
