import type { AdmissionFacts } from '../facts.ts';
import type { Rule } from './rule.ts';

/** Nothing is claimed for an engine that is known to be out of reach. */
export const engineAvailable: Rule<AdmissionFacts> = {
  id: 'engine-available',
  phase: 'engine',
  codes: ['ENGINE_UNAVAILABLE'],
  twin: 'checked again by the engine',
  evaluate: ({ breaker }) =>
    breaker?.state === 'open'
      ? {
          passed: false,
          code: 'ENGINE_UNAVAILABLE',
          summary: 'The deployment engine has not been reachable for a while',
          hint: 'Try again in a few minutes; the platform team sees this too.',
          facts: { since: breaker.since },
        }
      : { passed: true, summary: 'The deployment engine is reachable' },
};
