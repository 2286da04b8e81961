import type { FailureCategory } from '../../contract/failure.ts';

/** How one kind of failure is told to the people who ship services. */
export type Verdict = {
  readonly category: FailureCategory;
  readonly summary: string;
  readonly actionHint: string;
  readonly retryable: boolean;
};

const FIX_RECIPE = 'Ask a platform administrator to check the recipe and its definition in the engine.';
const LATER = 'Deploy again in some minutes; if it happens again, tell the platform team.';
const LOOK_AT_APP = 'Look at the logs of the new version, fix it and register a new build.';

export const VERDICTS = {
  rollbackFailed: {
    category: 'ROLLBACK',
    summary: 'Bringing back the previous version failed',
    actionHint: 'Check what is running now, then roll back again or deploy a known good version.',
    retryable: true,
  },
  approvalRefused: {
    category: 'POLICY',
    summary: 'An approval the engine waited for was refused',
    actionHint: 'Talk to the approver, then deploy again.',
    retryable: true,
  },
  approvalLate: {
    category: 'TIMEOUT',
    summary: 'Nobody decided in time on an approval the engine waited for',
    actionHint: 'Arrange with an approver, then deploy again.',
    retryable: true,
  },
  policyOfTarget: {
    category: 'POLICY',
    summary: 'A policy of the target environment refused the change',
    actionHint: 'Change what the policy objects to, or ask the owners of the environment.',
    retryable: false,
  },
  stoppedInside: {
    category: 'POLICY',
    summary: 'A part of the deployment was stopped in the engine',
    actionHint: 'Ask the platform team who stopped it and why, then deploy again.',
    retryable: true,
  },
  tooSlow: {
    category: 'TIMEOUT',
    summary: 'A step did not finish within its time limit',
    actionHint: 'Check whether the new version starts and answers its health check in time, then deploy again.',
    retryable: true,
  },
  precondition: {
    category: 'VALIDATION',
    summary: 'A precondition of the deployment does not hold',
    actionHint: 'Correct what the detail names, then deploy again.',
    retryable: false,
  },
  busy: {
    category: 'INFRASTRUCTURE',
    summary: 'Another change of the same target was under way',
    actionHint: 'Wait until the other change has ended, then deploy again.',
    retryable: true,
  },
  artifact: {
    category: 'ARTIFACT',
    summary: 'The artifact of this version could not be used',
    actionHint: 'Check that the build produced a complete artifact and register a new build.',
    retryable: false,
  },
  canary: {
    category: 'APP',
    summary: 'The new version did worse than the one it was compared with',
    actionHint: 'Compare the metrics of the two versions, fix the new one and register a new build.',
    retryable: false,
  },
  unhealthy: {
    category: 'APP',
    summary: 'The new version did not become healthy',
    actionHint: LOOK_AT_APP,
    retryable: false,
  },
  job: { category: 'APP', summary: 'A job of the new version failed', actionHint: LOOK_AT_APP, retryable: false },
  checkFailed: {
    category: 'APP',
    summary: 'A system that was asked about the new version said no',
    actionHint: LOOK_AT_APP,
    retryable: false,
  },
  expression: {
    category: 'CONFIG',
    summary: 'The definition in the engine could not be evaluated',
    actionHint: FIX_RECIPE,
    retryable: false,
  },
  unknownStep: {
    category: 'CONFIG',
    summary: 'The definition in the engine has a step that the engine does not know',
    actionHint: FIX_RECIPE,
    retryable: false,
  },
  definition: {
    category: 'CONFIG',
    summary: 'The definition in the engine is not valid',
    actionHint: FIX_RECIPE,
    retryable: false,
  },
  refusedByTarget: {
    category: 'CONFIG',
    summary: 'The configuration of the deployment is not accepted by the target environment',
    actionHint: FIX_RECIPE,
    retryable: false,
  },
  requestRefused: {
    category: 'CONFIG',
    summary: 'A system the deployment depends on refused the request',
    actionHint: FIX_RECIPE,
    retryable: false,
  },
  orderRefused: {
    category: 'CONFIG',
    summary: 'The engine refused to begin the deployment',
    actionHint: FIX_RECIPE,
    retryable: false,
  },
  startup: {
    category: 'CONFIG',
    summary: 'The engine could not begin the deployment',
    actionHint: FIX_RECIPE,
    retryable: false,
  },
  neverBegan: {
    category: 'CONFIG',
    summary: 'The deployment ended before any step began',
    actionHint: FIX_RECIPE,
    retryable: false,
  },
  platform: {
    category: 'INFRASTRUCTURE',
    summary: 'The platform could not carry out the deployment',
    actionHint: LATER,
    retryable: true,
  },
  dependency: {
    category: 'INFRASTRUCTURE',
    summary: 'A system the deployment depends on is not available',
    actionHint: LATER,
    retryable: true,
  },
  unreadable: {
    category: 'UNKNOWN',
    summary: 'The deployment failed, and the reasons could not be read',
    actionHint: 'Ask a platform administrator to look at this deployment in the engine.',
    retryable: false,
  },
  unrecognized: {
    category: 'UNKNOWN',
    summary: 'The deployment failed for a reason DXCP does not recognize',
    actionHint: 'Ask a platform administrator to look at the engine diagnostics of this deployment.',
    retryable: false,
  },
} as const satisfies Readonly<Record<string, Verdict>>;
