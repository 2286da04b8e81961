import type { EngineFailure } from '../../ports/engine.ts';
import { classify } from './classification.ts';
import { type Execution, instantOf, topStages } from './execution.ts';
import { type FailedStage, failedStages } from './failed-stages.ts';
import { type FailureSignal, nestedExecutionId, signalOf } from './failure-signal.ts';
import { stepName } from './observation.ts';
import { inPlainWords, redact } from './redaction.ts';

const MAX_FAILURES = 5;
const MAX_NESTING = 5;

export type FailureContext = {
  readonly steps: readonly string[];
  /** Reads another execution in full; undefined when it cannot be had. */
  readonly fetch: (executionId: string) => Promise<Execution | undefined>;
};

/** Why the execution failed, in DXCP's words, the first cause first. Never empty. */
export async function failuresOf(
  execution: Execution,
  context: FailureContext,
  depth = 0,
): Promise<readonly EngineFailure[]> {
  const stages = failedStages(execution);
  if (stages.length === 0) return [startupFailure(execution)];
  const found: EngineFailure[] = [];
  for (const failed of stages.slice(0, MAX_FAILURES))
    found.push(...(await failuresOfStage(failed, execution, context, depth)));
  return found.slice(0, MAX_FAILURES);
}

async function failuresOfStage(failed: FailedStage, execution: Execution, context: FailureContext, depth: number) {
  const childId = nestedExecutionId(failed.stage);
  const child = childId !== undefined && depth < MAX_NESTING ? await context.fetch(childId) : undefined;
  if (child && failedStages(child).length > 0) return failuresOf(child, { ...context, steps: [] }, depth + 1);
  return [stageFailure(failed, execution, context.steps)];
}

function stageFailure({ stage, top }: FailedStage, execution: Execution, steps: readonly string[]): EngineFailure {
  const signal = signalOf(stage);
  const where = `Step "${stepName(top, topStages(execution), steps)}"`;
  const said = signal.messages.map((message) => inPlainWords(message, 300)).filter((message) => message !== '');
  const evidence = [`stage "${stage.name}" (${stage.type}) ${stage.status}`, signal.exceptionType, ...signal.messages];
  return toFailure(signal, {
    detail: said.length === 0 ? where : `${where}: ${said.slice(0, 3).join('; ')}`,
    evidence: evidence.filter((part) => part !== '').join(' · '),
    endTime: stage.endTime ?? execution.endTime,
  });
}

/** The engine refused to begin, or ended without a failed stage: its reason is on the execution itself. */
function startupFailure(execution: Execution): EngineFailure {
  const reason = execution.cancellationReason;
  const messages = reason === undefined ? [] : [reason.replace(/^Failed on startup:\s*/i, '')];
  const signal: FailureSignal = {
    source: reason === undefined ? 'none' : 'startup',
    stageType: '',
    exceptionType: '',
    messages,
  };
  const detail = messages[0] === undefined ? undefined : inPlainWords(messages[0], 300);
  const evidence = `execution ${execution.status} · ${reason ?? 'no reason given'}`;
  return toFailure(signal, { detail, evidence, endTime: execution.endTime });
}

/** An order the engine refused to take. */
export function rejection(status: number, said: string | undefined): EngineFailure {
  const message = said?.replace(/^Unable to trigger pipeline \([^)]*\)\.\s*(?:Error:)?\s*/i, '');
  const refused = {
    summary: 'The engine refused to begin the deployment',
    actionHint: 'Ask a platform administrator to check the recipe and its definition in the engine.',
    retryable: false,
    category: 'CONFIG' as const,
    evidence: redact(`the engine answered ${status} · ${said ?? 'no reason given'}`, 2000),
  };
  return message === undefined ? refused : { ...refused, detail: inPlainWords(message, 300) };
}

function toFailure(
  signal: FailureSignal,
  found: { detail: string | undefined; evidence: string; endTime: number | undefined },
): EngineFailure {
  const { category, summary, actionHint, retryable } = classify(signal);
  const observedAt = instantOf(found.endTime);
  return {
    category,
    summary,
    actionHint,
    retryable,
    ...(found.detail !== undefined && { detail: found.detail }),
    ...(observedAt && { observedAt }),
    evidence: redact(found.evidence, 2000),
  };
}
