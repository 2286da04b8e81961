import type { SignalReader } from './failure-signal.ts';
import { at, finite, type JsonRecord, list, record, text, texts } from './json.ts';
import { hasFailed } from './observation.ts';

const EVALUATION = /^failed expression evaluation$/i;

/**
 * The first task that failed knows the cause: in a stage that goes on after failures, what the stage itself says is
 * the last of them.
 */
export const fromTask: SignalReader = ({ tasks, context }) => {
  const failed = tasks.filter(hasFailed);
  for (const task of failed.length > 0 ? failed : tasks) {
    const found = described(task.exception, context);
    if (found) return found;
  }
  return undefined;
};

export const fromException: SignalReader = ({ context }) => described(record(context.exception), context);

/** Expressions that cannot be evaluated leave a list of problems and a small exception, or only one of the two. */
export const fromEvaluation: SignalReader = ({ context }) => {
  const problems = Object.values(record(context.expressionEvaluationSummary)).flatMap(list);
  const errors = problems.filter((problem) => at(problem, 'level') === 'ERROR');
  const exception = record(context.exception);
  if (errors.length === 0 && !isEvaluation(exception)) return undefined;
  const messages = errors.flatMap((problem) => text(at(problem, 'description')) ?? []);
  return {
    source: 'evaluation',
    exceptionType: simpleName(text(at(errors[0], 'exceptionType'))) || 'SpelEvaluationException',
    messages: messages.length > 0 ? messages : texts(at(exception, 'details', 'errors')),
    background: Object.keys(record(context.expressionEvaluationSummary)),
  };
};

function described(exception: JsonRecord, context: JsonRecord): ReturnType<SignalReader> {
  if (isEvaluation(exception)) return undefined;
  const details = record(exception.details);
  const errors = texts(details.errors);
  const single = text(details.error);
  const exceptionType = simpleName(text(exception.exceptionType));
  const messages = errors.length > 0 ? errors : single === undefined ? [] : [single];
  if (messages.length === 0 && exceptionType === '') return undefined;
  const httpStatus = finite(details.status);
  return {
    source: context.beforeStagePlanningFailed === true ? 'planning' : 'exception',
    exceptionType: text(details.kind) === 'NETWORK' ? 'NetworkError' : exceptionType,
    messages,
    background: texts([single, exception.operation, details.responseBody, details.rootException]),
    ...(httpStatus !== undefined && { httpStatus }),
  };
}

function isEvaluation(exception: JsonRecord): boolean {
  return EVALUATION.test(text(at(exception, 'details', 'error')) ?? '');
}

/** Only what is written like a class is taken apart: whatever else stands there is redacted as a whole. */
function simpleName(exceptionType: string | undefined): string {
  if (exceptionType === undefined || !/^[\w$.]{1,300}$/.test(exceptionType)) return exceptionType ?? '';
  return exceptionType.split(/[.$]/).at(-1) ?? '';
}
