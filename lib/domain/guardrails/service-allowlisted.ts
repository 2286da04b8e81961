import type { AdmissionFacts } from '../facts.ts';
import type { Rule } from './rule.ts';

export const serviceAllowlisted: Rule<AdmissionFacts> = {
  id: 'service-allowlisted',
  phase: 'policy',
  codes: ['SERVICE_NOT_ALLOWLISTED'],
  twin: 'guard',
  evaluate: ({ intent, service }) =>
    service
      ? { passed: true, summary: `${service.name} is a known service`, facts: { service: service.name } }
      : {
          passed: false,
          code: 'SERVICE_NOT_ALLOWLISTED',
          summary: `${intent.service} is not a service that DXCP knows`,
          hint: 'Check the spelling, or ask a platform admin to add the service.',
          facts: { service: intent.service },
        },
};
