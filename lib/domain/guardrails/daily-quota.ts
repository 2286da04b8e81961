import type { ConfiguredFacts } from '../facts.ts';
import { limitsIn } from '../limits.ts';
import { nextUtcMidnight } from '../time.ts';
import type { Rule } from './rule.ts';

const quota = (kind: 'deploy' | 'rollback'): Rule<ConfiguredFacts> => ({
  id: `daily-${kind}-quota`,
  phase: 'quota',
  codes: ['QUOTA_EXCEEDED'],
  twin: 'quota',
  evaluate: ({ now, group, environment, settings, used: counts }) => {
    if (!group || !environment) return undefined;
    const limits = limitsIn(group, environment.name, settings.mode);
    const limit = kind === 'deploy' ? limits.dailyDeployQuota : limits.dailyRollbackQuota;
    const used = kind === 'deploy' ? counts.deploys : counts.rollbacks;
    const resetsAt = nextUtcMidnight(now);
    const facts = { quota: kind, used, limit, resetsAt };
    const what = kind === 'deploy' ? 'deployments' : 'rollbacks';
    const where = environment.displayName;
    return used < limit
      ? { passed: true, summary: `${used} of ${limit} ${what} used today`, facts }
      : {
          passed: false,
          code: 'QUOTA_EXCEEDED',
          ...(limit === 0
            ? {
                // No midnight brings more of nothing.
                summary: `${group.name} may make no ${what} in ${where}`,
                hint: `The quota of ${group.name} is 0 there: ask a platform admin to raise it.`,
              }
            : {
                summary: `${group.name} has used its ${limit} ${what} in ${where} today`,
                hint: 'Wait until the quota starts again at midnight UTC, or ask a platform admin to raise it.',
                allowedFrom: resetsAt,
              }),
          facts,
        };
  },
});

export const dailyDeployQuota = quota('deploy');
export const dailyRollbackQuota = quota('rollback');
