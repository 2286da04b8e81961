import type { AdmissionFacts } from '../facts.ts';
import type { Rule } from './rule.ts';

/** At most one deployment of a service is in flight in an environment, whatever the group's limit. */
export const onePerLane: Rule<AdmissionFacts> = {
  id: 'one-in-flight',
  phase: 'concurrency',
  codes: ['CONCURRENCY_LIMIT_REACHED'],
  twin: 'lane',
  evaluate: ({ intent, service, environment, lane, abilities }) => {
    if (!service || !environment) return undefined;
    const inFlight = lane?.inFlight;
    if (!inFlight) {
      return { passed: true, summary: `Nothing else of ${service.name} is on its way to ${environment.displayName}` };
    }
    const rollback = inFlight.rollbackOf === undefined ? '' : 'rollback to ';
    return {
      passed: false,
      code: 'CONCURRENCY_LIMIT_REACHED',
      summary: `${intent.service} ${rollback}${inFlight.version} is already on its way to ${environment.displayName}`,
      hint: `Wait for deployment ${inFlight.deploymentId} to end, ${abilities?.cancel === false ? '' : 'cancel it, '}or roll it back to take its place.`,
      facts: { scope: 'service and environment', limit: 1, holders: [{ ...inFlight, service: intent.service }] },
    };
  },
};
