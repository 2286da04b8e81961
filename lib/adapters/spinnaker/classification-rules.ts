import type { ClassificationRule } from './classification.ts';
import { VERDICTS } from './verdicts.ts';

/** Read from the top, the first rule that holds decides: from special to general. */
export const RULES: readonly ClassificationRule[] = [
  {
    id: 'rollback step',
    seen: 'a step that brings back the previous version failed',
    when: { stage: /^(?:rollbackCluster|rollbackServerGroup|undoRolloutManifest)$/ },
    verdict: VERDICTS.rollbackFailed,
  },
  {
    id: 'approval refused',
    seen: 'an approver said no',
    when: { source: 'judgment' },
    verdict: VERDICTS.approvalRefused,
  },
  {
    id: 'approval too late',
    seen: 'nobody answered an approval within its time limit',
    when: { stage: /^manualJudgment$/, exception: /^TimeoutException$/ },
    verdict: VERDICTS.approvalLate,
  },
  {
    id: 'policy of the target',
    seen: 'an admission webhook, a pod security rule or a quota of the cluster refused the change',
    when: {
      message: /admission webhook .{1,200} denied|violates (?:pod ?security|policy)|denied by policy|exceeded quota/i,
    },
    verdict: VERDICTS.policyOfTarget,
  },
  {
    id: 'time limit',
    seen: 'a step exceeded the time limit of the definition or of the engine',
    when: { exception: /^TimeoutException$/ },
    verdict: VERDICTS.tooSlow,
  },
  {
    id: 'precondition',
    seen: 'an expression the definition insists on is not true',
    when: { source: 'precondition' },
    verdict: VERDICTS.precondition,
  },
  {
    id: 'precondition on a step',
    seen: 'another step does not have the status the definition insists on',
    when: { exception: /^PreconditionFailure/ },
    verdict: VERDICTS.precondition,
  },
  {
    id: 'lock',
    seen: 'a lock is held, the object was changed by somebody else meanwhile, or a newer run took the place',
    when: { exception: /^(?:Lock\w{0,40}|\w{0,40}ConcurrentModification\w{0,20})Exception$/ },
    verdict: VERDICTS.busy,
  },
  {
    id: 'busy target',
    seen: 'a message about a lock, a conflicting change or a newer run',
    when: {
      message:
        /acquir\w{1,4} (?:the )?lock|lock is (?:already )?held|object has been modified|operation cannot be fulfilled|newer queued execution/i,
    },
    verdict: VERDICTS.busy,
  },
  {
    id: 'artifact',
    seen: 'an image that cannot be pulled, an object that is missing, an archive or checksum that is broken',
    when: {
      message:
        /ImagePullBackOff|ErrImagePull|manifest unknown|NoSuchKey|unmatched expected artifact|artifact .{0,200}(?:\bnot\b|cannot|invalid|corrupt|missing)|(?:unpack|unzip|unarchiv|checksum|digest)/i,
    },
    verdict: VERDICTS.artifact,
  },
  {
    id: 'order refused',
    seen: 'the engine answered the order with a refusal: unknown definition, missing parameter, no permission',
    when: { source: 'refusal' },
    verdict: VERDICTS.orderRefused,
  },
  {
    id: 'canary',
    seen: 'the score of a canary is below its threshold',
    when: { stage: /canary/i, message: /score/i },
    verdict: VERDICTS.canary,
  },
  {
    id: 'unhealthy',
    seen: 'a probe failed, a container crashed or ran out of memory, a rollout made no progress',
    when: {
      message:
        /readiness|liveness|startup probe|CrashLoopBackOff|OOMKilled|health ?check|unhealthy|exit(?:ed with)? (?:code|status)|progress deadline|failed to become (?:healthy|ready|stable)/i,
    },
    verdict: VERDICTS.unhealthy,
  },
  {
    id: 'job over its deadline',
    seen: 'a job was active for longer than it may be',
    when: { source: 'job', message: /DeadlineExceeded|longer than (?:the )?specified deadline/i },
    verdict: VERDICTS.tooSlow,
  },
  { id: 'job', seen: 'a job failed for another reason', when: { source: 'job' }, verdict: VERDICTS.job },
  {
    id: 'connection',
    seen: 'a connection was refused, reset or timed out, or a host has no address',
    when: {
      message:
        /connect(?:ion)? (?:refused|reset|timed? ?out)|read timed out|i\/o timeout|no route to host|unknown ?host|no such host|name or service not known/i,
    },
    verdict: VERDICTS.dependency,
  },
  {
    id: 'message about time',
    seen: 'something timed out, as far as the message says',
    when: { message: /timed? ?out|deadline exceeded/i },
    verdict: VERDICTS.tooSlow,
  },
  {
    id: 'expression',
    seen: 'an expression of the definition refers to what does not exist',
    when: { source: 'evaluation' },
    verdict: VERDICTS.expression,
  },
  {
    id: 'unknown step',
    seen: 'the definition has a step of a type the engine does not have',
    when: { exception: /^NoSuchStageDefinitionBuilder/ },
    verdict: VERDICTS.unknownStep,
  },
  {
    id: 'invalid definition',
    seen: 'the engine rejects a value of the definition',
    when: {
      exception:
        /Spel|Expression|^NoSuchBean|^IllegalArgument|^InvalidRequest|^ConstraintViolation|^UserException$|^Json/,
    },
    verdict: VERDICTS.definition,
  },
  {
    id: 'refused configuration',
    seen: 'no permission, an unknown account, namespace, secret or field, an address that cannot be understood',
    when: {
      message:
        /failed to evaluate|(?:secret|configmap|account|credentials|namespace)\b.{0,200} (?:not found|does not exist|unknown)|forbidden|access ?(?:is )?denied|not authorized|unauthorized|unmarshal|unknown field|is invalid|required parameter|no such stage|url couldn't be resolved|unable to parse status/i,
    },
    verdict: VERDICTS.refusedByTarget,
  },
  {
    id: 'system down',
    seen: 'a system answered 5xx or 429',
    when: { status: (status) => status >= 500 || status === 429 },
    verdict: VERDICTS.dependency,
  },
  {
    id: 'capacity',
    seen: 'no capacity, throttling, a gateway or service that is unavailable',
    when: {
      message:
        /insufficient (?:cpu|memory|capacity)|FailedScheduling|no nodes|throttl|rate exceeded|unavailable|bad gateway|out of capacity/i,
    },
    verdict: VERDICTS.platform,
  },
  {
    id: 'request refused',
    seen: 'a system answered 4xx',
    when: { status: (status) => status >= 400 },
    verdict: VERDICTS.requestRefused,
  },
  {
    id: 'answer of a check',
    seen: 'a system that was asked answered properly, and that it did not work',
    when: { source: 'webhook', status: (status) => status < 400 },
    verdict: VERDICTS.checkFailed,
  },
  {
    id: 'network',
    seen: 'a system could not be reached',
    when: {
      exception: /^NetworkError$|Spinnaker(?:Network|Server)|^RetrofitError$|(?:Socket|Connect)\w{0,20}Exception$/,
    },
    verdict: VERDICTS.dependency,
  },
  {
    id: 'webhook without an answer',
    seen: 'a call to another system ended without an answer',
    when: { source: 'webhook' },
    verdict: VERDICTS.dependency,
  },
  {
    id: 'planning',
    seen: 'the engine could not plan a step',
    when: { source: 'planning' },
    verdict: VERDICTS.definition,
  },
  { id: 'startup', seen: 'the engine failed at startup', when: { source: 'startup' }, verdict: VERDICTS.startup },
  {
    id: 'never began',
    seen: 'over at once, without a step that failed and without a reason',
    when: { source: 'never-began' },
    verdict: VERDICTS.neverBegan,
  },
  {
    id: 'stopped inside',
    seen: 'an execution that this one waited for was cancelled',
    when: { source: 'stopped-inside' },
    verdict: VERDICTS.stoppedInside,
  },
  {
    id: 'cloud operation',
    seen: 'an operation of the cloud failed for another reason',
    when: { source: 'cloud-operation' },
    verdict: VERDICTS.platform,
  },
];
