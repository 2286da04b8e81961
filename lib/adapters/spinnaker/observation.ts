import { awaitsApproval, PAUSED, wasPassedOver } from '../../domain/step-words.ts';
import type { Observation, ObservedStatus } from '../../ports/engine.ts';
import { canceledBecause } from './cancellation.ts';
import { type Execution, instantOf, type Stage, topStages } from './execution.ts';
import { inPlainWords } from './redaction.ts';
import { stepsBegun } from './steps.ts';

const STATUS: ReadonlyMap<string, ObservedStatus> = new Map([
  // Not started may mean: waiting behind another run of the same definition.
  ['NOT_STARTED', 'QUEUED'],
  ['BUFFERED', 'QUEUED'],
  ['RUNNING', 'RUNNING'],
  ['PAUSED', 'RUNNING'],
  ['SUSPENDED', 'RUNNING'],
  ['REDIRECT', 'RUNNING'],
  ['SUCCEEDED', 'SUCCEEDED'],
  // The next three are not expected of a whole execution, only of its stages.
  ['SKIPPED', 'SUCCEEDED'],
  ['FAILED_CONTINUE', 'SUCCEEDED'],
  ['STOPPED', 'FAILED'],
  ['TERMINAL', 'FAILED'],
  ['CANCELED', 'CANCELED'],
]);

const COMPLETE = new Set(['SUCCEEDED', 'SKIPPED', 'FAILED_CONTINUE', 'STOPPED', 'TERMINAL', 'CANCELED']);
const FAILED = new Set(['TERMINAL', 'STOPPED', 'FAILED_CONTINUE']);
/** Stages that bring the previous version back inside the execution that was to deploy a new one. */
const ROLLBACK_STAGES = new Set(['rollbackCluster', 'rollbackServerGroup', 'undoRolloutManifest']);

/** The execution's status in DXCP's words. `status` is trusted, never the `canceled` flag, which is set early. */
export function observedStatus(execution: Execution): ObservedStatus {
  const status = STATUS.get(execution.status) ?? 'UNKNOWN';
  const ended = status === 'SUCCEEDED' || status === 'FAILED';
  return ended && !execution.isRollback && rolledItselfBack(execution) ? 'ROLLED_BACK' : status;
}

/** All but failures, which need the execution with its contexts. */
export function glance(execution: Execution, labels: readonly string[], link?: string): Observation {
  const top = topStages(execution);
  const steps = labels.length > 0 ? labels : top.map(({ name }) => inPlainWords(name, 80));
  const status = observedStatus(execution);
  const startedAt = instantOf(execution.startTime);
  // An execution that was restarted runs and still has the end of its first run.
  const finishedAt = COMPLETE.has(execution.status) ? instantOf(execution.endTime) : undefined;
  const progress = progressOf(execution, steps, status);
  const begun = stepsBegun(top, steps);
  return {
    executionId: execution.id,
    status,
    ...(progress && { progress }),
    ...(begun.length > 0 && { steps: begun }),
    ...(startedAt && { startedAt }),
    ...(finishedAt && { finishedAt }),
    ...(link && { executionUrl: link }),
    failures: [],
    warnings: warningsOf(execution, steps, status),
  };
}

/** The recipe's word for a top-level stage, its own name when the two do not correspond one to one. */
export function stepName(stage: Stage, top: readonly Stage[], steps: readonly string[]): string {
  const label = top.length === steps.length ? steps[top.indexOf(stage)] : undefined;
  return label ?? inPlainWords(stage.name, 80);
}

function isRollbackStage(stage: Stage): boolean {
  return ROLLBACK_STAGES.has(stage.type);
}

export function hasFailed(stage: Pick<Stage, 'status'>): boolean {
  return FAILED.has(stage.status);
}

function rolledItselfBack(execution: Execution): boolean {
  return topStages(execution).some((stage) => isRollbackStage(stage) && stage.status === 'SUCCEEDED');
}

/** Complete top-level stages, spread over the recipe's steps when their numbers differ. */
function progressOf(execution: Execution, steps: readonly string[], status: ObservedStatus): Observation['progress'] {
  const top = topStages(execution);
  const total = steps.length;
  const last = steps[total - 1];
  if (last === undefined || top.length === 0) return undefined;
  if (status === 'SUCCEEDED') return { done: total, total, label: last };
  const complete = top.filter((stage) => COMPLETE.has(stage.status) && !halts(stage)).length;
  const done = Math.min(Math.floor((complete * total) / top.length), total - 1);
  return { done, total, label: steps[done] ?? last };
}

function halts(stage: Stage): boolean {
  return stage.status === 'TERMINAL' || stage.status === 'STOPPED' || stage.status === 'CANCELED';
}

function warningsOf(execution: Execution, steps: readonly string[], status: ObservedStatus): readonly string[] {
  if (status === 'CANCELED') return canceledBecause(execution);
  if (status === 'FAILED' || status === 'ROLLED_BACK') return [];
  const top = topStages(execution);
  const told = top.flatMap((stage) => {
    const name = stepName(stage, top, steps);
    if (status === 'RUNNING' && asksForApproval(stage)) return awaitsApproval(name);
    return passedOver(stage) ? wasPassedOver(name) : [];
  });
  return execution.status === 'PAUSED' ? [...told, PAUSED] : told;
}

function passedOver({ status }: Stage): boolean {
  return status === 'FAILED_CONTINUE' || status === 'STOPPED';
}

function asksForApproval({ type, status }: Stage): boolean {
  return type === 'manualJudgment' && status === 'RUNNING';
}
