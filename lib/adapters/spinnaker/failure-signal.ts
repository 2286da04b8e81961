import type { Stage } from './execution.ts';
import { at, record, text } from './json.ts';
import { fromJudgment, fromMessages, fromPrecondition } from './signals-of-checks.ts';
import { fromEvaluation, fromException, fromTask } from './signals-of-exceptions.ts';
import { fromCloudOperation, fromJob, fromWebhook } from './signals-of-operations.ts';

/** Where in the engine's JSON the reason was found. */
type SignalSource =
  | 'exception'
  | 'evaluation'
  | 'planning'
  | 'cloud-operation'
  | 'webhook'
  | 'judgment'
  | 'precondition'
  | 'job'
  | 'message'
  /** Told by the execution, not by a stage. */
  | 'startup'
  | 'refusal'
  | 'never-began'
  | 'stopped-inside'
  | 'none';

/** What is known of one failure before it has a category. */
export type FailureSignal = {
  readonly source: SignalSource;
  readonly stageType: string;
  /** Simple name of the class, empty when there is none. */
  readonly exceptionType: string;
  /** HTTP status of an upstream answer, when the failure is one. */
  readonly httpStatus?: number;
  /** The person who decided it: told as it is. */
  readonly decidedBy?: string;
  /** What may be told to people, after redaction. */
  readonly messages: readonly string[];
  /** What only helps those who know the engine. */
  readonly background?: readonly string[];
};

/** One place where stages leave a reason: what it says, or undefined when it says nothing. */
export type SignalReader = (stage: Stage) => Omit<FailureSignal, 'stageType'> | undefined;

/**
 * The most telling place first. A failed expression comes late: it is noted on stages that go on regardless and fail
 * over something else.
 */
const READERS: readonly SignalReader[] = [
  fromJudgment,
  fromJob,
  fromTask,
  fromException,
  fromCloudOperation,
  fromWebhook,
  fromPrecondition,
  fromEvaluation,
  fromMessages,
];

export function signalOf(stage: Stage): FailureSignal {
  for (const read of READERS) {
    const found = read(stage);
    if (found) return { ...found, stageType: stage.type };
  }
  return { source: 'none', stageType: stage.type, exceptionType: '', messages: [] };
}

/** The executions a nested pipeline stage ran, when its failure lies in them. */
export function nestedExecutionIds(stage: Stage): readonly string[] {
  const source = text(at(stage.context, 'exception', 'source', 'executionId'));
  if (source !== undefined) return [source];
  const monitored = Object.entries(record(stage.outputs.executionStatuses));
  const failed = monitored.flatMap(([id, state]) => (at(state, 'status') === 'TERMINAL' ? id : []));
  if (failed.length > 0) return failed;
  const started = stage.type === 'pipeline' ? text(stage.context.executionId) : undefined;
  return started === undefined ? [] : [started];
}
