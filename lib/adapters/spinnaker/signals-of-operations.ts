import type { SignalReader } from './failure-signal.ts';
import { at, finite, isRecord, type JsonRecord, list, record, text, texts } from './json.ts';

/** Operations of the cloud driver: no exception of the stage, but a list of what was tried. */
export const fromCloudOperation: SignalReader = ({ context }) => {
  const failed = list(context['kato.tasks']).filter((task) => at(task, 'status', 'failed') === true);
  if (failed.length === 0) return undefined;
  const messages = failed.flatMap((task) => {
    const lastWords = text(at(list(record(task).history).at(-1), 'status'));
    return text(at(task, 'exception', 'message')) ?? lastWords ?? [];
  });
  return {
    source: 'cloud-operation',
    exceptionType: '',
    messages: [...new Set(messages)],
    background: failed.flatMap((task) => texts([at(task, 'exception', 'operation'), at(task, 'exception', 'cause')])),
  };
};

/** What a webhook stage was answered, when sending or while watching; the answer's own words explain most. */
export const fromWebhook: SignalReader = ({ type, context }) => {
  const webhook = record(context.webhook);
  const monitor = record(webhook.monitor);
  const error = text(monitor.error) ?? text(webhook.error);
  if (error === undefined && type !== 'webhook') return undefined;
  const answered = [monitor, webhook].find((part) => statusOf(part) !== undefined);
  const status = answered && statusOf(answered);
  const said = [monitor, webhook].flatMap((part) => wordsOf(part.body) ?? []).slice(0, 1);
  const messages = [...said, ...texts([monitor.progressMessage, error])];
  if (messages.length === 0 && status === undefined) return undefined;
  return {
    source: 'webhook',
    exceptionType: '',
    messages: messages.length > 0 ? messages : [`The answer was ${status}`],
    background: texts([monitor.statusCode, webhook.statusCode]),
    ...(status !== undefined && { httpStatus: status }),
  };
};

export const fromJob: SignalReader = ({ context }) => {
  const job = record(context.jobStatus);
  if (text(job.jobState)?.toLowerCase() !== 'failed') return undefined;
  return {
    source: 'job',
    exceptionType: 'JobFailedException',
    messages: texts([job.reason, job.message, job.failureDetails]),
    background: texts(at(context, 'exception', 'details', 'errors')),
  };
};

function statusOf(part: JsonRecord): number | undefined {
  return finite(part.statusCodeValue) ?? finite(part.statusCode);
}

/** A body may be a text, or an object that says it in one of the usual fields. */
function wordsOf(body: unknown): string | undefined {
  if (!isRecord(body)) return text(body);
  return texts([body.message, body.detail, body.error, body.reason, body.title])[0];
}
