import type { Stage } from './execution.ts';
import { at, finite, type JsonRecord, list, record, text, texts } from './json.ts';

/** Where in a stage's JSON the reason was found. */
type SignalSource =
  | 'exception'
  | 'cloud-operation'
  | 'webhook'
  | 'judgment'
  | 'precondition'
  | 'job'
  | 'expression'
  | 'message'
  | 'startup'
  | 'none';

/** What is known of one failure before it has a category. */
export type FailureSignal = {
  readonly source: SignalSource;
  readonly stageType: string;
  readonly exceptionType: string;
  /** HTTP status of an upstream answer, when the failure is one. */
  readonly httpStatus?: number;
  readonly messages: readonly string[];
};

type Reader = (stage: Stage) => Omit<FailureSignal, 'stageType'> | undefined;

/** Places where stages leave their reason, the most telling first. */
const READERS: readonly Reader[] = [
  fromJob,
  fromException,
  fromTask,
  fromCloudOperation,
  fromWebhook,
  fromJudgment,
  fromPrecondition,
  fromExpressions,
  fromMessages,
];

export function signalOf(stage: Stage): FailureSignal {
  for (const read of READERS) {
    const found = read(stage);
    if (found) return { ...found, stageType: stage.type };
  }
  return { source: 'none', stageType: stage.type, exceptionType: '', messages: [] };
}

/** The execution a nested pipeline stage ran, when its failure lies there. */
export function nestedExecutionId(stage: Stage): string | undefined {
  const source = text(at(stage.context, 'exception', 'source', 'executionId'));
  return source ?? (stage.type === 'pipeline' ? text(stage.context.executionId) : undefined);
}

function fromException(stage: Stage) {
  return describeException(record(stage.context.exception));
}

/** Tasks keep the truth of a stage that was allowed to go on. */
function fromTask(stage: Stage) {
  for (const task of stage.tasks) {
    const found = describeException(task.exception);
    if (found) return found;
  }
  return undefined;
}

function describeException(exception: JsonRecord) {
  const details = record(exception.details);
  const errors = texts(details.errors);
  const single = text(details.error);
  const exceptionType = text(exception.exceptionType) ?? '';
  const messages = errors.length > 0 ? errors : single === undefined ? [] : [single];
  if (messages.length === 0 && exceptionType === '') return undefined;
  const httpStatus = finite(details.status);
  const kind = text(details.kind) === 'NETWORK' ? 'NetworkError' : exceptionType;
  return {
    source: 'exception' as const,
    exceptionType: kind,
    messages,
    ...(httpStatus !== undefined && { httpStatus }),
  };
}

function fromCloudOperation(stage: Stage) {
  const failed = list(stage.context['kato.tasks']).find((task) => at(task, 'status', 'failed') === true);
  if (failed === undefined) return undefined;
  const lastWords = text(at(list(record(failed).history).at(-1), 'status'));
  const message = text(at(failed, 'exception', 'message')) ?? lastWords;
  return {
    source: 'cloud-operation' as const,
    exceptionType: text(at(failed, 'exception', 'operation')) ?? '',
    messages: message === undefined ? [] : [message],
  };
}

function fromWebhook(stage: Stage) {
  const webhook = record(stage.context.webhook);
  const message = text(at(webhook, 'monitor', 'error')) ?? text(webhook.error);
  if (message === undefined) return undefined;
  const status = finite(at(webhook, 'monitor', 'statusCodeValue')) ?? finite(webhook.statusCodeValue);
  return {
    source: 'webhook' as const,
    exceptionType: '',
    messages: [message],
    ...(status !== undefined && { httpStatus: status }),
  };
}

function fromJudgment(stage: Stage) {
  if (text(stage.context.judgmentStatus)?.toLowerCase() !== 'stop') return undefined;
  return { source: 'judgment' as const, exceptionType: '', messages: texts([stage.context.judgmentInput]) };
}

function fromPrecondition(stage: Stage) {
  const check = record(stage.context.context);
  const expression = text(check.expression);
  const message = text(check.failureMessage) ?? (expression && `Not true: ${expression}`);
  if (message === undefined) return undefined;
  return { source: 'precondition' as const, exceptionType: '', messages: [message] };
}

function fromJob(stage: Stage) {
  const job = record(stage.context.jobStatus);
  if (text(job.jobState)?.toLowerCase() !== 'failed') return undefined;
  return {
    source: 'job' as const,
    exceptionType: 'JobFailedException',
    messages: texts([job.reason, job.message, job.failureDetails]),
  };
}

function fromExpressions(stage: Stage) {
  const problems = Object.values(record(stage.context.expressionEvaluationSummary)).flatMap(list);
  const errors = problems.filter((problem) => at(problem, 'level') === 'ERROR');
  if (errors.length === 0) return undefined;
  const messages = errors.flatMap((problem) => text(at(problem, 'description')) ?? []);
  return { source: 'expression' as const, exceptionType: 'SpelEvaluationException', messages };
}

function fromMessages(stage: Stage) {
  const messages = [
    ...texts(stage.context.failureMessages),
    ...texts(stage.context.messages),
    ...texts([stage.context.message, stage.context.failureMessage]),
  ];
  return messages.length === 0 ? undefined : { source: 'message' as const, exceptionType: '', messages };
}
