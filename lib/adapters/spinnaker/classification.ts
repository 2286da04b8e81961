import type { FailureCategory } from '../../contract/failure.ts';
import type { FailureSignal } from './failure-signal.ts';

/** How one kind of failure is told to the people who ship services. */
export type Verdict = {
  readonly category: FailureCategory;
  readonly summary: string;
  readonly actionHint: string;
  readonly retryable: boolean;
};

type Rule = {
  readonly source?: FailureSignal['source'];
  readonly stage?: RegExp;
  readonly exception?: RegExp;
  readonly message?: RegExp;
  readonly status?: (status: number) => boolean;
} & Verdict;

const LOOK_AT_APP = 'Look at the logs of the new version, fix it and register a new build.';
const ASK_ADMIN = 'Ask a platform administrator to look at the engine diagnostics of this deployment.';
const FIX_RECIPE = 'Ask a platform administrator to check the recipe and its definition in the engine.';

/** Read from the top, the first rule whose conditions all hold decides. The order is from special to general. */
const RULES: readonly Rule[] = [
  {
    stage: /^(rollbackCluster|rollbackServerGroup|undoRolloutManifest)$/,
    category: 'ROLLBACK',
    summary: 'Bringing back the previous version failed',
    actionHint: 'Check what is running now, then roll back again or deploy a known good version.',
    retryable: true,
  },
  {
    source: 'judgment',
    category: 'POLICY',
    summary: 'An approval the engine waited for was refused',
    actionHint: 'Talk to the approver, then deploy again.',
    retryable: true,
  },
  {
    message: /admission webhook .* denied|violates (?:pod ?security|policy)|denied by policy|exceeded quota/i,
    category: 'POLICY',
    summary: 'A policy of the target environment refused the change',
    actionHint: 'Change what the policy objects to, or ask the owners of the environment.',
    retryable: false,
  },
  {
    exception: /timeout/i,
    category: 'TIMEOUT',
    summary: 'A step did not finish within its time limit',
    actionHint: 'Check whether the new version starts and answers its health check in time, then deploy again.',
    retryable: true,
  },
  {
    source: 'precondition',
    category: 'VALIDATION',
    summary: 'A precondition of the deployment does not hold',
    actionHint: 'Correct what the detail names, then deploy again.',
    retryable: false,
  },
  {
    exception: /^PreconditionFailure/,
    category: 'VALIDATION',
    summary: 'A precondition of the deployment does not hold',
    actionHint: 'Correct what the detail names, then deploy again.',
    retryable: false,
  },
  {
    message:
      /ImagePullBackOff|ErrImagePull|manifest unknown|NoSuchKey|unmatched expected artifact|artifact .*(?:not|cannot|could not|invalid|corrupt|missing)|(?:unpack|unzip|unarchiv|checksum|digest)/i,
    category: 'ARTIFACT',
    summary: 'The artifact of this version could not be used',
    actionHint: 'Check that the build produced a complete artifact and register a new build.',
    retryable: false,
  },
  {
    message:
      /readiness|liveness|startup probe|CrashLoopBackOff|OOMKilled|health ?check|unhealthy|exit(?:ed with)? code|progress deadline|failed to become (?:healthy|ready|stable)/i,
    category: 'APP',
    summary: 'The new version did not become healthy',
    actionHint: LOOK_AT_APP,
    retryable: false,
  },
  {
    source: 'job',
    category: 'APP',
    summary: 'A job of the new version failed',
    actionHint: LOOK_AT_APP,
    retryable: false,
  },
  {
    message: /timed? ?out|deadline exceeded/i,
    category: 'TIMEOUT',
    summary: 'A step did not finish within its time limit',
    actionHint: 'Deploy again; if it happens again, ask a platform administrator to look at the engine.',
    retryable: true,
  },
  {
    source: 'expression',
    category: 'CONFIG',
    summary: 'The definition in the engine could not be evaluated',
    actionHint: FIX_RECIPE,
    retryable: false,
  },
  {
    exception: /spel|expression|NoSuchStage|NoSuchBean|IllegalArgument|InvalidRequest|ConstraintViolation/i,
    category: 'CONFIG',
    summary: 'The definition in the engine is not valid',
    actionHint: FIX_RECIPE,
    retryable: false,
  },
  {
    message:
      /failed to evaluate|(?:secret|configmap|account|credentials|namespace)\b.* (?:not found|does not exist|unknown)|forbidden|access ?denied|not authorized|unauthorized|unmarshal|unknown field|is invalid|required parameter|no such stage/i,
    category: 'CONFIG',
    summary: 'The configuration of the deployment is not accepted by the target environment',
    actionHint: FIX_RECIPE,
    retryable: false,
  },
  {
    message:
      /insufficient (?:cpu|memory|capacity)|FailedScheduling|no nodes|throttl|rate exceeded|connection (?:refused|reset)|no route to host|unknown ?host|unavailable|bad gateway|out of capacity/i,
    category: 'INFRASTRUCTURE',
    summary: 'The platform could not carry out the deployment',
    actionHint: 'Deploy again in some minutes; if it happens again, tell the platform team.',
    retryable: true,
  },
  {
    status: (status) => status >= 500 || status === 429,
    category: 'INFRASTRUCTURE',
    summary: 'A system the deployment depends on is not available',
    actionHint: 'Deploy again in some minutes; if it happens again, tell the platform team.',
    retryable: true,
  },
  {
    status: (status) => status >= 400,
    category: 'CONFIG',
    summary: 'A system the deployment depends on refused the request',
    actionHint: FIX_RECIPE,
    retryable: false,
  },
  {
    exception: /^NetworkError$|SpinnakerNetwork|SpinnakerServer|RetrofitError|SocketException|ConnectException/,
    category: 'INFRASTRUCTURE',
    summary: 'A system the deployment depends on is not available',
    actionHint: 'Deploy again in some minutes; if it happens again, tell the platform team.',
    retryable: true,
  },
  {
    source: 'startup',
    category: 'CONFIG',
    summary: 'The engine could not begin the deployment',
    actionHint: FIX_RECIPE,
    retryable: false,
  },
  {
    source: 'cloud-operation',
    category: 'INFRASTRUCTURE',
    summary: 'The platform could not carry out the deployment',
    actionHint: 'Deploy again; if it happens again, tell the platform team.',
    retryable: true,
  },
];

const UNRECOGNISED: Verdict = {
  category: 'UNKNOWN',
  summary: 'The deployment failed for a reason DXCP does not recognise',
  actionHint: ASK_ADMIN,
  retryable: false,
};

export function classify(signal: FailureSignal): Verdict {
  const words = signal.messages.join('\n').slice(0, 20_000);
  return RULES.find((rule) => holds(rule, signal, words)) ?? UNRECOGNISED;
}

function holds(rule: Rule, signal: FailureSignal, words: string): boolean {
  if (rule.source !== undefined && rule.source !== signal.source) return false;
  if (rule.stage && !rule.stage.test(signal.stageType)) return false;
  if (rule.exception && !rule.exception.test(signal.exceptionType)) return false;
  if (rule.message && !rule.message.test(words)) return false;
  return rule.status === undefined || (signal.httpStatus !== undefined && rule.status(signal.httpStatus));
}
