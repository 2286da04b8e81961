import type { ConfiguredFacts } from '../facts.ts';
import { binding } from '../limits.ts';
import type { Rule, Verdict } from './rule.ts';

const askAdmin = 'Choose another environment, or ask a platform admin to open it to the delivery group.';

/** Whether the group may deploy to the environment at all: bound, and open in the plane's mode. */
export const environmentAllowed: Rule<ConfiguredFacts> = {
  id: 'environment-allowed',
  phase: 'policy',
  codes: ['ENVIRONMENT_NOT_ALLOWED'],
  twin: 'guard',
  evaluate: ({ intent, group, environment, settings }) => {
    if (!group) return undefined;
    const name = environment?.displayName ?? intent.environment;
    const refuse = (summary: string, hint: string): Verdict => ({
      passed: false,
      code: 'ENVIRONMENT_NOT_ALLOWED',
      summary,
      hint,
      facts: { environment: intent.environment, open: group.environments.filter((e) => e.enabled).map((e) => e.name) },
    });
    if (!environment || !binding(group, environment.name)) {
      return refuse(`${name} is not open to ${group.name}`, askAdmin);
    }
    if (settings.mode === 'evaluation' && environment.type === 'prod') {
      return refuse(
        `${name} is a production environment, and this plane is in evaluation mode`,
        'Deploy to a non-production environment.',
      );
    }
    return { passed: true, summary: `${name} is open to ${group.name}`, facts: { environment: environment.name } };
  },
};

export const environmentEnabled: Rule<ConfiguredFacts> = {
  id: 'environment-enabled',
  phase: 'policy',
  codes: ['ENVIRONMENT_DISABLED'],
  twin: 'guard',
  evaluate: ({ group, environment }) => {
    const bound = group && environment && binding(group, environment.name);
    if (!bound || environment.lifecycle === 'retired') return undefined;
    const facts = { environment: environment.name, lifecycle: environment.lifecycle, enabledForGroup: bound.enabled };
    if (environment.lifecycle === 'active' && bound.enabled) {
      return { passed: true, summary: `${environment.displayName} is enabled`, facts };
    }
    const forWhom = environment.lifecycle === 'active' ? ` for ${group.name}` : '';
    return {
      passed: false,
      code: 'ENVIRONMENT_DISABLED',
      summary: `${environment.displayName} is disabled${forWhom}`,
      hint: askAdmin,
      facts,
    };
  },
};

export const environmentNotRetired: Rule<ConfiguredFacts> = {
  id: 'environment-not-retired',
  phase: 'policy',
  codes: ['ENVIRONMENT_RETIRED'],
  twin: 'guard',
  evaluate: ({ environment }) =>
    environment?.lifecycle === 'retired'
      ? {
          passed: false,
          code: 'ENVIRONMENT_RETIRED',
          summary: `${environment.displayName} is retired`,
          hint: 'Deploy to another environment.',
          facts: { environment: environment.name },
        }
      : undefined,
};
