import type { ConfiguredFacts } from '../facts.ts';
import { limitsIn } from '../limits.ts';
import { holdersOf } from '../slots.ts';
import type { Rule } from './rule.ts';

/** The delivery group's own limit of deployments at the same time in one environment. */
export const freeSlot: Rule<ConfiguredFacts> = {
  id: 'free-slot',
  phase: 'concurrency',
  codes: ['CONCURRENCY_LIMIT_REACHED'],
  twin: 'slots',
  evaluate: ({ group, environment, settings, slots, lane }) => {
    if (!group || !environment) return undefined;
    const limit = limitsIn(group, environment.name, settings.mode).maxConcurrentDeployments;
    const holders = holdersOf(slots);
    const facts = { scope: 'delivery group and environment', limit, used: holders.length, holders };
    if (holders.length < limit) {
      return {
        passed: true,
        summary: `${holders.length} of ${limit} places in ${environment.displayName} taken`,
        facts,
      };
    }
    const ownHolder = holders.some((holder) => holder.deploymentId === lane?.inFlight?.deploymentId);
    // The lane's own rule already names it, and its end would make room.
    if (ownHolder && holders.length - 1 < limit) return undefined;
    const names = holders.map((holder) => `${holder.service} ${holder.version}`).join(', ');
    return {
      passed: false,
      code: 'CONCURRENCY_LIMIT_REACHED',
      summary: `${group.name} deploys ${limit} at a time to ${environment.displayName}; now ${names}`,
      hint: `Wait for ${holders.map((holder) => holder.deploymentId).join(', ')} to end.`,
      facts,
    };
  },
};
