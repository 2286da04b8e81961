import type { JsonObject } from './json-object.ts';
import { NOT_FROZEN, type StageFacts } from './stage-kinds.ts';
import type { Judgment } from './timeline.ts';

/** What a failing stage leaves in its JSON, in the places where a real engine leaves it. */
export type FailureShape = {
  /** Replaces the stage's own type, with its tasks, where only another type fails this way. */
  readonly type?: string;
  readonly tasks?: readonly string[];
  /** Added to what the author wrote. */
  readonly context: JsonObject;
  /** The condition that is not true, on the synthetic stage. */
  readonly check?: JsonObject;
  /** A task threw it: it is in the stage and, equal, in the task. */
  readonly thrown?: JsonObject;
  /** The last task of a stage that fails over an expression has succeeded. */
  readonly tasksSucceed?: true;
  /** It never came to a first task. */
  readonly unplanned?: true;
};

export type ShapeName = keyof typeof FAILURE_SHAPES;

const ORCA = 'com.netflix.spinnaker.orca';
const CANNOT_INDEX = 'Failed to evaluate [value] EL1012E: Cannot index into a null value';

export const FAILURE_SHAPES = {
  precondition: ({ service, environment }: StageFacts): FailureShape => ({
    type: 'checkPreconditions',
    tasks: ['checkPrecondition'],
    context: {},
    check: {
      ...NOT_FROZEN,
      expressionResult: 'false',
      failureMessage: `${service} may not be changed in ${environment}: a precondition does not hold`,
    },
  }),
  judgment: (): FailureShape => ({
    type: 'manualJudgment',
    tasks: ['waitForJudgment'],
    context: judged({ by: 'release-manager', status: 'stop', input: 'Not inside the release window' }),
  }),
  artifact: (facts: StageFacts): FailureShape => {
    const message = facts.message ?? `The artifact of ${facts.service} ${facts.version} could not be unpacked`;
    return threw(facts, 'UserException', message);
  },
  upstream: (facts: StageFacts): FailureShape => {
    const url = 'http://clouddriver.engine.svc:7002/kubernetes/ops?token=s3cr3t-value';
    const message = facts.message ?? `Status: 503, Method: POST, URL: ${url}, Message: no healthy upstream`;
    return threw(facts, 'SpinnakerHttpException', message, {
      error: 'Service Unavailable',
      kind: 'HTTP',
      status: 503,
      url,
      method: 'POST',
    });
  },
  expression: ({ at }: StageFacts): FailureShape => ({
    type: 'evaluateVariables',
    tasks: ['evaluateVariables'],
    tasksSucceed: true,
    context: {
      expressionEvaluationSummary: {
        "settings['replicas'].count": [
          {
            level: 'ERROR',
            description: CANNOT_INDEX,
            exceptionType: 'org.springframework.expression.spel.SpelEvaluationException',
            timestamp: at,
          },
        ],
      },
      exception: { details: { error: 'Failed Expression Evaluation', errors: [CANNOT_INDEX] } },
    },
  }),
  unhealthy: (facts: StageFacts): FailureShape => {
    const message = facts.message ?? 'Readiness probe failed: HTTP probe failed with statuscode: 503';
    const line = `'deployment ${facts.service}' in '${facts.environment}' for account local: ${message}`;
    return { context: { exception: { details: { errors: [line] } }, messages: [line], failureMessages: [line] } };
  },
  timeout: (facts: StageFacts): FailureShape => {
    const times = 'pausedDuration: 0 seconds, elapsedTime: 30 minutes 5 seconds, timeoutValue: 30 minutes';
    const message = `WaitForManifestStableTask of stage ${facts.stage} timed out after 30 minutes 5 seconds. ${times}`;
    return threw(facts, 'TimeoutException', facts.message ?? message);
  },
  stageTimeout: (facts: StageFacts): FailureShape => {
    const seconds = Math.max(1, Math.round(facts.seconds));
    const shape = threw(facts, 'TimeoutException', `Stage ${facts.stage} timed out after ${seconds} seconds`);
    return { ...shape, type: 'wait', tasks: ['wait'], context: { ...shape.context, stageTimeoutMs: 1000 } };
  },
  webhookRefused: (facts: StageFacts): FailureShape =>
    called({
      statusCode: 'UNPROCESSABLE_ENTITY',
      statusCodeValue: 422,
      body: { error: 'unhealthy', message: 'Readiness probe failed: HTTP probe failed with statuscode: 503' },
      error: `Error submitting webhook for pipeline ${facts.executionId} to http://verifier.engine.svc:8080/verify with status code 422.`,
    }),
  webhookUnreachable: (facts: StageFacts): FailureShape => {
    const where = 'http://127.0.0.1:1/nobody';
    const cause = 'Failed to connect to /127.0.0.1:1';
    const thrown = `org.springframework.web.client.ResourceAccessException: I/O error on POST request for "${where}": ${cause}; nested exception is java.net.ConnectException: ${cause}`;
    return called({
      error: `An exception occurred for pipeline ${facts.executionId} performing a request to ${where}?token=s3cr3t-value. ${thrown}`,
    });
  },
  webhookEndsBadly: (): FailureShape => {
    const watch = 'http://verifier.engine.svc:8080/watch';
    const monitor = {
      statusCode: 'OK',
      statusCodeValue: 200,
      body: { state: 'FAILED', message: 'Back-off: CrashLoopBackOff' },
    };
    const begun = { statusCode: 'ACCEPTED', statusCodeValue: 202, body: { watch, state: 'RUNNING' } };
    return {
      type: 'webhook',
      tasks: ['createWebhook', 'monitorWebhook'],
      context: {
        waitForCompletion: true,
        statusUrlResolution: 'webhookResponse',
        statusUrlJsonPath: '$.watch',
        statusJsonPath: '$.state',
        successStatuses: 'DONE',
        terminalStatuses: 'FAILED',
        statusEndpoint: watch,
        webhook: { ...begun, statusEndpoint: watch, monitor },
      },
    };
  },
  unknownStage: (facts: StageFacts): FailureShape => {
    const message = `No StageDefinitionBuilder implementation for ${facts.stage}(alias: null) found (knownTypes: wait)`;
    const exception = {
      ...thrownBy(facts, 'NoSuchStageDefinitionBuilderException', message),
      operation: `${facts.stage}:ConstructAfterStages`,
    };
    return { unplanned: true, tasks: [], context: { exception, beforeStagePlanningFailed: true } };
  },
  rollback: (): FailureShape => ({
    type: 'undoRolloutManifest',
    tasks: ['undoRolloutManifest', 'monitorUndoRollout'],
    context: {
      'kato.last.task.id': { id: '7a1' },
      'kato.tasks': [
        {
          id: '7a1',
          status: { completed: true, failed: true, retryable: false },
          history: [
            { phase: 'UNDO_ROLLOUT_MANIFEST', status: 'Starting undo rollout operation' },
            { phase: 'UNDO_ROLLOUT_MANIFEST', status: 'Orchestration failed' },
          ],
          resultObjects: [],
          exception: {
            type: 'EXCEPTION',
            operation: 'undoRolloutManifest',
            message: 'No rollout history found to return to',
          },
        },
      ],
    },
  }),
  unknown: (facts: StageFacts): FailureShape =>
    threw(facts, 'IllegalStateException', facts.message ?? 'Flux sprocket misaligned'),
};

/** What a judgment leaves, of whatever kind. */
export function judged({ by, status, input }: Omit<Judgment, 'at'>): JsonObject {
  return { judgmentStatus: status, lastModifiedBy: by, ...(input !== undefined && { judgmentInput: input }) };
}

/** A webhook stage that ended with its call. */
function called(webhook: JsonObject): FailureShape {
  return { type: 'webhook', tasks: ['createWebhook'], context: { webhook } };
}

function threw(facts: StageFacts, exceptionType: string, message: string, details: JsonObject = {}): FailureShape {
  const thrown = thrownBy(facts, exceptionType, message, details);
  return { context: { exception: thrown }, thrown };
}

function thrownBy({ task, at }: StageFacts, exceptionType: string, message: string, details: JsonObject = {}) {
  const stackTrace = `${ORCA}.exceptions.${exceptionType}: ${message}\n\tat ${ORCA}.q.handler.RunTaskHandler.handle(RunTaskHandler.kt:221)\n\t…`;
  return {
    timestamp: at,
    exceptionType,
    operation: task,
    shouldRetry: false,
    details: { error: 'Unexpected Task Failure', errors: [message], stackTrace, ...details },
  };
}
