import { stepNamed } from '../../domain/step-words.ts';
import { type EngineFailure, EngineFault } from '../../ports/engine.ts';
import { classify, UNREADABLE } from './classification.ts';
import { type Execution, instantOf, topStages } from './execution.ts';
import { type FailedStage, failedStages } from './failed-stages.ts';
import { type FailureSignal, nestedExecutionIds, signalOf } from './failure-signal.ts';
import { stepName } from './observation.ts';
import { inPlainWords, redact } from './redaction.ts';

const MAX_FAILURES = 5;
const MAX_NESTING = 5;
const MAX_EVIDENCE = 2000;
/** Of one observation, however many executions the failed one had started. */
const MAX_NESTED_READS = 10;

export type FailureContext = {
  readonly steps: readonly string[];
  /** Reads another execution in full; undefined when it cannot be had. */
  readonly fetch: (executionId: string) => Promise<Execution | undefined>;
};

/** What one search for reasons has read already, and what it passed over. */
type Search = { readonly seen: Set<string>; reads: number; unread: number };

/** How deep inside other executions we are, and the outermost step, which is the only one the reader knows. */
type Nesting = { readonly depth: number; readonly where?: string; readonly search: Search };

/** Why the execution failed, in DXCP's words, the first cause first. Never empty. */
export async function failuresOf(execution: Execution, context: FailureContext): Promise<readonly EngineFailure[]> {
  const search: Search = { seen: new Set([execution.id]), reads: 0, unread: 0 };
  const found = await failuresIn(execution, context, { depth: 0, search });
  if (search.unread === 0) return found;
  const note = `${search.unread} of the executions that it had started could not be read, or would have been too many`;
  return found.map((failure, index) =>
    index === 0 ? { ...failure, evidence: redact(`${note} · ${failure.evidence ?? ''}`, MAX_EVIDENCE) } : failure,
  );
}

async function failuresIn(
  execution: Execution,
  context: FailureContext,
  nesting: Nesting,
): Promise<readonly EngineFailure[]> {
  const stages = failedStages(execution);
  if (stages.length === 0) return [failureOfExecution(execution, nesting.where)];
  const found: EngineFailure[] = [];
  for (const failed of stages) {
    if (found.length >= MAX_FAILURES) break;
    const where = nesting.where ?? stepNamed(stepName(failed.top, topStages(execution), context.steps));
    const below = await failuresBelow(failed, context, { ...nesting, where });
    found.push(...(below ?? [failureOfStage(failed, execution, where)]));
  }
  return found.slice(0, MAX_FAILURES);
}

/** The reasons inside the executions a stage had started. Undefined when there are none to be had. */
async function failuresBelow({ stage }: FailedStage, context: FailureContext, nesting: Nesting) {
  const { search, depth } = nesting;
  const found: EngineFailure[] = [];
  for (const id of nestedExecutionIds(stage)) {
    if (search.seen.has(id)) continue;
    const isEnough = depth >= MAX_NESTING || found.length >= MAX_FAILURES || search.reads >= MAX_NESTED_READS;
    const child = isEnough ? undefined : await readOnce(id, context, search);
    if (!child) search.unread += 1;
    else if (isExplained(child)) found.push(...(await failuresIn(child, context, { ...nesting, depth: depth + 1 })));
  }
  return found.length > 0 ? found : undefined;
}

function readOnce(id: string, context: FailureContext, search: Search): Promise<Execution | undefined> {
  search.seen.add(id);
  search.reads += 1;
  return readable(context.fetch(id));
}

/** What DXCP may not read of somebody else's execution must not keep its own from ending. */
async function readable(read: Promise<Execution | undefined>): Promise<Execution | undefined> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof EngineFault && error.kind !== 'UNAVAILABLE' && error.kind !== 'TIMEOUT') return undefined;
    throw error;
  }
}

function isExplained(execution: Execution): boolean {
  return execution.status === 'CANCELED' || failedStages(execution).length > 0;
}

function failureOfStage({ stage }: FailedStage, execution: Execution, where: string): EngineFailure {
  const signal = signalOf(stage);
  const place = `stage "${stage.name}" (${stage.type}) ${stage.status}`;
  return toFailure(signal, { where, place, endTime: stage.endTime ?? execution.endTime });
}

/** The engine refused to begin, or ended without a failed stage: its reason, if any, is on the execution itself. */
function failureOfExecution(execution: Execution, where: string | undefined): EngineFailure {
  const reason = execution.cancellationReason;
  const signal: FailureSignal = {
    source: sourceOf(execution),
    stageType: '',
    exceptionType: '',
    messages: reason === undefined ? [] : [reason],
  };
  return toFailure(signal, {
    where,
    place: `execution ${execution.status} by ${execution.canceledBy ?? 'itself'}`,
    endTime: execution.endTime,
  });
}

/** It is over, and what it says of why cannot be had. */
export function unreadable(said: string, execution: Execution): EngineFailure {
  const observedAt = instantOf(execution.endTime);
  return {
    ...UNREADABLE.verdict,
    ...(observedAt && { observedAt }),
    evidence: redact(`execution ${execution.status} · rule "${UNREADABLE.id}" · ${said}`, MAX_EVIDENCE),
  };
}

/** Somebody may have cancelled what was over already: a reason then explains nothing. */
function sourceOf({ status, cancellationReason, canceledBy, startTime }: Execution): FailureSignal['source'] {
  if (/^failed on startup/i.test(cancellationReason ?? '') || canceledBy === 'system') return 'startup';
  if (status === 'CANCELED') return 'stopped-inside';
  return startTime === undefined ? 'never-began' : 'none';
}

/** An order the engine refused to take. */
export function rejection(status: number, said: string | undefined): EngineFailure {
  const messages = said === undefined ? [] : [said];
  const signal: FailureSignal = { source: 'refusal', stageType: '', exceptionType: '', messages };
  return toFailure(signal, { where: undefined, place: `the engine answered ${status}`, endTime: undefined });
}

type Found = { readonly where: string | undefined; readonly place: string; readonly endTime: number | undefined };

function toFailure(signal: FailureSignal, { where, place, endTime }: Found): EngineFailure {
  const { id, verdict } = classify(signal);
  const { category, summary, actionHint, retryable } = verdict;
  const by = signal.decidedBy === undefined ? '' : `refused by ${signal.decidedBy}`;
  const said = [by, ...signal.messages.slice(0, 3).map((message) => inPlainWords(message, 300))];
  const detail = [where, said.filter(Boolean).join('; ')].filter(Boolean).join(': ');
  const observedAt = instantOf(endTime);
  const evidence = [place, by, `rule "${id}"`, signal.exceptionType, ...signal.messages, ...(signal.background ?? [])];
  return {
    category,
    summary,
    actionHint,
    retryable,
    ...(detail !== '' && { detail }),
    ...(observedAt && { observedAt }),
    evidence: redact(evidence.filter(Boolean).join(' · '), MAX_EVIDENCE),
    ...(category === 'UNKNOWN' && { unrecognized: kindOf(signal) }),
  };
}

/** Types only: a type that is not written like one might hold anything. */
function kindOf({ stageType, exceptionType, source }: FailureSignal): string {
  const named = (type: string) =>
    type === '' ? '-' : /^[\w.$-]{1,80}$/.test(type) && redact(type) === type ? type : '?';
  return `${named(stageType)} / ${named(exceptionType)} / ${source}`;
}
