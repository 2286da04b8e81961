import { type Defect, defect } from './defect.ts';

/** Defects in quotas, in configuration, in the kill switch and in rate limits. */

const OPERATION = 'lib/usecases/operation.ts';
const SETTINGS = 'lib/contract/settings.ts';
const QUOTA = 'lib/domain/guardrails/daily-quota.ts';
const LET_IN = 'lib/http/let-in.ts';

export const governingDefects: readonly Defect[] = [
  defect('GOV-QUOTA-01', 'A refusal does not say which quota is used up, and until when', {
    file: QUOTA,
    from: 'const facts = { quota: kind, used, limit, resetsAt };',
    to: 'const facts = { used, limit };',
  }),
  {
    invariant: 'GOV-QUOTA-02',
    defect: 'A quota lets one more in than it says',
    changes: [
      { file: QUOTA, from: 'return used < limit\n', to: 'return used <= limit\n' },
      { file: 'lib/adapters/dynamodb/claims.ts', from: '} < :limit)` :', to: '} <= :limit)` :' },
    ],
  },
  defect('GOV-QUOTA-03', 'Concurrency is judged before the quota', {
    file: 'lib/domain/guardrails/rules.ts',
    from: '  dailyDeployQuota,\n  onePerLane,\n  freeSlot,\n',
    to: '  onePerLane,\n  freeSlot,\n  dailyDeployQuota,\n',
  }),
  defect('GOV-QUOTA-04', 'Rollbacks are held to the quota of deployments', {
    file: QUOTA,
    from: "kind === 'deploy' ? limits.dailyDeployQuota : limits.dailyRollbackQuota;",
    to: 'limits.dailyDeployQuota;',
  }),
  defect('GOV-QUOTA-05', 'The quota of an environment is not looked at', {
    file: 'lib/domain/limits.ts',
    from: 'dailyDeployQuota: overrides.dailyDeployQuota ?? own.dailyDeployQuota,',
    to: 'dailyDeployQuota: own.dailyDeployQuota,',
  }),
  defect('GOV-QUOTA-06', 'Who may deploy nothing at all is told to wait for midnight', {
    file: QUOTA,
    from: '...(limit === 0',
    to: '...(limit < 0',
  }),
  defect('GOV-CONFIG-01', 'A delivery group is overwritten whatever it has become', {
    file: 'lib/domain/configure/decide-group.ts',
    from: 'if (revision !== existing.revision) {',
    to: 'if (revision < existing.revision) {',
  }),
  defect('GOV-CONFIG-02', 'Whoever changes the configuration need not say why', {
    file: 'lib/contract/values.ts',
    from: 'export const changeReason = z.string().trim().min(1).max(500)',
    to: 'export const changeReason = z.string().trim().min(1).max(500).optional()',
  }),
  defect('GOV-CONFIG-03', 'A publisher may be everybody', {
    file: SETTINGS,
    from: 'Object.values(match).some((values) => values !== undefined)',
    to: 'Object.values(match).every(() => true)',
  }),
  {
    invariant: 'GOV-CONFIG-04',
    defect: 'The role of CI is enough to publish',
    changes: [
      {
        file: 'lib/domain/decide-registration.ts',
        from: 'if (!publisher) return',
        to: "if (!publisher && registration.service === '') return",
      },
      {
        file: 'lib/http/role-check.ts',
        from: 'publishers?.entries ?? []) ? undefined : notListed',
        to: 'publishers?.entries ?? []) || caller.id ? undefined : notListed',
      },
    ],
  },
  defect('GOV-CONFIG-05', 'A change leaves the revision as it was', {
    file: 'lib/domain/configure/decision.ts',
    from: '  revision: revision + 1,\n',
    to: '  revision,\n',
  }),
  defect('GOV-CONFIG-06', 'An environment that was closed to a group stays open to it', {
    file: 'lib/domain/guardrails/environment-open.ts',
    from: "if (environment.lifecycle === 'active' && bound.enabled) {",
    to: "if (environment.lifecycle === 'active') {",
  }),
  defect('GOV-CONFIG-07', 'A group takes the services of another one', {
    file: 'lib/domain/configure/decide-group.ts',
    from: 'if (!service || other === undefined || other === group) return [];',
    to: 'if (!service || other !== null) return [];',
  }),
  defect('GOV-KILL-01', 'The kill switch is turned without a reason', {
    file: SETTINGS,
    from: '    reason: changeReason,\n',
    to: '    reason: changeReason.optional(),\n',
  }),
  defect('GOV-KILL-02', 'The body is looked at before the kill switch', {
    file: OPERATION,
    from: '    if (before) return before;\n',
    to: "    if (!request.input.ok) return { kind: 'invalid', fields: request.input.fields };\n    if (before) return before;\n",
  }),
  defect('GOV-KILL-03', 'Deployments do not look at the kill switch', {
    file: OPERATION,
    from: 'if (!killSwitch?.mutationsDisabled || exempt) return undefined;',
    to: "if (!killSwitch?.mutationsDisabled || exempt || request.operation === 'deployments.create') return undefined;",
  }),
  defect('GOV-KILL-04', 'The kill switch keeps people from stopping what is under way', {
    file: 'lib/usecases/cancel.ts',
    from: '    exemptFromKillSwitch: true,\n',
    to: '',
  }),
  defect('GOV-KILL-05', 'Nobody is told why changes are switched off', {
    file: 'lib/usecases/reading/plane.ts',
    from: 'mutationsDisabledReason: killSwitch.reason }',
    to: "mutationsDisabledReason: 'Maintenance' }",
  }),
  defect('GOV-KILL-06', 'The kill switch comes before stored answers', {
    file: OPERATION,
    from: 'if (answer && answer.expiresAt > iso(now)) {',
    to: 'if (!killSwitch?.mutationsDisabled && answer && answer.expiresAt > iso(now)) {',
  }),
  defect('GOV-KILL-07', 'The kill switch is turned without a record', {
    file: 'lib/domain/configure/decide-settings.ts',
    from: 'audit: [{ ...told, revision: is.revision, ...changed }] },',
    to: 'audit: [] },',
  }),
  defect('GOV-KILL-08', 'A stop is lifted by who knows of an older one', {
    file: 'lib/domain/configure/decide-settings.ts',
    from: 'revision !== undefined && revision !== now.revision) return turnedSince',
    to: 'revision !== undefined && revision < 0) return turnedSince',
  }),
  defect('GOV-RATE-01', 'Answers do not say what the limit is', {
    file: 'lib/http/rate-headers.ts',
    from: "'ratelimit-policy':",
    to: "'x-ratelimit-policy':",
  }),
  defect('GOV-RATE-02', 'Changes are not counted', {
    file: 'lib/usecases/rate-limit.ts',
    from: 'claim(world, memory, tally, () => 1);',
    to: 'claim(world, memory, tally, () => 0);',
  }),
  defect('GOV-RATE-03', 'Reads use up changes', {
    file: LET_IN,
    from: "const kind = route.mutation ? 'mutation' : 'read';",
    to: "const kind = 'mutation';",
  }),
  defect('GOV-RATE-04', 'Who asks too often is not told when to come back', {
    file: 'lib/http/rate-headers.ts',
    from: '  allowedFrom: resetsAt,\n',
    to: '',
  }),
  defect('GOV-RATE-05', 'A minute has ten', {
    file: 'lib/domain/rates.ts',
    from: 'export const RATE_WINDOW_SECONDS = 60;',
    to: 'export const RATE_WINDOW_SECONDS = 600;',
  }),
  defect('GOV-RATE-06', 'Evaluation mode leaves the rate limits as they are', {
    file: 'lib/domain/limits.ts',
    from: "if (mode === 'standard') return limits;",
    to: 'if (mode !== undefined) return limits;',
  }),
];
