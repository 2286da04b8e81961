import type { JsonObject } from './json-object.ts';

/** What a failing stage leaves in its JSON, in the places where a real engine leaves it. */
export type FailureShape = {
  /** Replaces the stage's own type where only another type fails this way. */
  readonly type?: string;
  /** The failure sits in a synthetic child; the stage itself only repeats its status. */
  readonly child?: { readonly name: string; readonly type: string };
  readonly context: JsonObject;
};

export type FailureFacts = {
  readonly service: string;
  readonly environment: string;
  readonly version: string;
  readonly stage: string;
  readonly task: string;
  /** What really went wrong, when it did go wrong for real. */
  readonly message?: string;
};

export type ShapeName = keyof typeof FAILURE_SHAPES;

const STACK = [
  'com.netflix.spinnaker.kork.retrofit.exceptions.SpinnakerHttpException: Status: 503',
  '\tat com.netflix.spinnaker.orca.clouddriver.tasks.MonitorKatoTask.execute(MonitorKatoTask.java:141)',
  '\tat com.netflix.spinnaker.orca.q.handler.RunTaskHandler.handle(RunTaskHandler.kt:221)',
].join('\n');

export const FAILURE_SHAPES = {
  precondition: (facts: FailureFacts): FailureShape => ({
    child: { name: 'Check precondition (expression)', type: 'checkPreconditions' },
    context: {
      preconditionType: 'expression',
      context: {
        expression: "trigger['parameters']['environment'] != 'frozen'",
        expressionResult: 'false',
        failureMessage: `${facts.service} may not be changed in ${facts.environment}: a precondition does not hold`,
      },
    },
  }),
  judgment: (): FailureShape => ({
    type: 'manualJudgment',
    context: {
      judgmentStatus: 'stop',
      judgmentInput: 'Not inside the release window',
      judgmentInputs: [{ value: 'Not inside the release window' }],
      lastModifiedBy: 'release-manager',
    },
  }),
  artifact: (facts: FailureFacts): FailureShape => ({
    context: {
      exception: exception(facts, 'UserException', {
        error: 'Unexpected Task Failure',
        errors: [facts.message ?? `The artifact of ${facts.service} ${facts.version} could not be unpacked`],
      }),
    },
  }),
  upstream: (facts: FailureFacts): FailureShape => ({
    context: {
      exception: exception(facts, 'SpinnakerHttpException', {
        error: 'Service Unavailable',
        errors: [
          facts.message ??
            'Status: 503, Method: POST, URL: http://clouddriver.engine.svc:7002/kubernetes/ops?token=s3cr3t-value, Message: no healthy upstream',
        ],
        kind: 'HTTP',
        status: 503,
        url: 'http://clouddriver.engine.svc:7002/kubernetes/ops',
        method: 'POST',
        stackTrace: STACK,
      }),
    },
  }),
  expression: (facts: FailureFacts): FailureShape => ({
    context: {
      failOnFailedExpressions: true,
      expressionEvaluationSummary: {
        "${#readSetting('replicas')}": [
          {
            level: 'ERROR',
            description: `Failed to evaluate [replicas] Expression [#readSetting('replicas')]: no setting for ${facts.environment}`,
            exceptionType: 'org.springframework.expression.spel.SpelEvaluationException',
            timestamp: 0,
          },
        ],
      },
    },
  }),
  unhealthy: (facts: FailureFacts): FailureShape => {
    const message = facts.message ?? 'Readiness probe failed: HTTP probe failed with statuscode: 503';
    const line = `'deployment ${facts.service}' in '${facts.environment}' for account local: ${message}`;
    return { context: { exception: { details: { errors: [line] } }, messages: [line], failureMessages: [line] } };
  },
  timeout: (facts: FailureFacts): FailureShape => ({
    context: {
      exception: exception(facts, 'TimeoutException', {
        error: 'Unexpected Task Failure',
        errors: [
          facts.message ??
            `WaitForManifestStableTask of stage ${facts.stage} timed out after 30 minutes 5 seconds. pausedDuration: 0 seconds, elapsedTime: 30 minutes 5 seconds, timeoutValue: 30 minutes`,
        ],
      }),
    },
  }),
  rollback: (): FailureShape => ({
    type: 'undoRolloutManifest',
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
  unknown: (facts: FailureFacts): FailureShape => ({
    context: {
      exception: exception(facts, 'IllegalStateException', {
        error: 'Unexpected Task Failure',
        errors: [facts.message ?? 'Flux sprocket misaligned'],
      }),
    },
  }),
};

function exception(facts: FailureFacts, exceptionType: string, details: JsonObject): JsonObject {
  return { timestamp: 0, exceptionType, operation: facts.task, shouldRetry: false, details };
}
