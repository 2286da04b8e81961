import type { PolicyFigures } from '../contract/admission.ts';
import type { DeliveryGroup } from '../contract/delivery-group.ts';
import type { CurrentRunning, PolicySnapshot } from '../contract/deployment.ts';
import type { AdmissionFacts } from './facts.ts';
import { limitsIn } from './limits.ts';
import type { Lane } from './records.ts';
import { holdersOf } from './slots.ts';
import { nextUtcMidnight } from './time.ts';

const usedIn = (facts: AdmissionFacts) => ({
  activeDeployments: holdersOf(facts.slots).length,
  dailyDeploys: facts.used.deploys,
  dailyRollbacks: facts.used.rollbacks,
});

/** Limits, use and what is left, as people see them. */
export const policyFigures = (facts: AdmissionFacts): PolicyFigures | undefined => {
  if (!facts.group) return undefined;
  const limits = limitsIn(facts.group, facts.intent.environment, facts.settings.mode);
  const used = usedIn(facts);
  return {
    limits,
    used,
    remaining: {
      activeDeployments: Math.max(0, limits.maxConcurrentDeployments - used.activeDeployments),
      dailyDeploys: Math.max(0, limits.dailyDeployQuota - used.dailyDeploys),
      dailyRollbacks: Math.max(0, limits.dailyRollbackQuota - used.dailyRollbacks),
    },
    resetsAt: nextUtcMidnight(facts.now),
    holders: holdersOf(facts.slots),
  };
};

/** The same figures, frozen into the record. */
export const policySnapshot = (facts: AdmissionFacts, group: DeliveryGroup): PolicySnapshot => ({
  limits: limitsIn(group, facts.intent.environment, facts.settings.mode),
  used: usedIn(facts),
  groupRevision: group.revision,
  guardRevision: facts.guard?.revision ?? 0,
  mode: facts.settings.mode,
});

/** What the records say runs in a lane: derived from history, no statement about traffic or health. */
export const runningOf = (lane: Lane | undefined): CurrentRunning | null => {
  if (!lane?.running) return null;
  const { deploymentId, version, deploymentKind, uncertain, since } = lane.running;
  return {
    service: lane.service,
    environment: lane.environment,
    scope: 'service',
    version,
    deploymentId,
    deploymentKind,
    derivedAt: since,
    ...(uncertain ? { uncertain } : {}),
  };
};

/** Median of the last successes in the lane, in seconds. */
export const usualDuration = (lane: Lane | undefined): number | undefined => {
  const sorted = [...(lane?.durations ?? [])].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
};
