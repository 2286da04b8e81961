import type { ObservedStep } from '../../ports/engine.ts';
import { instantOf, type Stage } from './execution.ts';

/**
 * The recipe's steps that have begun, with the engine's times. When a recipe has fewer steps than the pipeline has
 * stages, each step stands for several stages in a row; when it has more, several steps for one.
 */
export function stepsBegun(top: readonly Stage[], labels: readonly string[]): readonly ObservedStep[] {
  const steps = labels.map((label, index) => stepOf(label, stagesOf(top, index, labels.length)));
  const next = steps.indexOf(undefined);
  return (next < 0 ? steps : steps.slice(0, next)).flatMap((step) => step ?? []);
}

function stagesOf(top: readonly Stage[], index: number, total: number): readonly Stage[] {
  const from = Math.floor((index * top.length) / total);
  const to = Math.max(from + 1, Math.floor(((index + 1) * top.length) / total));
  return top.slice(from, to);
}

/** `undefined` when none of its stages has begun. A stage that was skipped has ended without a beginning. */
function stepOf(label: string, stages: readonly Stage[]): ObservedStep | undefined {
  const begun = stages.filter((stage) => stage.startTime !== undefined || stage.endTime !== undefined);
  if (begun.length === 0) return undefined;
  const starts = begun.flatMap((stage) => stage.startTime ?? stage.endTime ?? []);
  const ends = stages.map((stage) => stage.endTime);
  const startedAt = instantOf(Math.min(...starts));
  const finishedAt = ends.includes(undefined) ? undefined : instantOf(Math.max(...ends.flatMap((end) => end ?? [])));
  return { label, ...(startedAt && { startedAt }), ...(finishedAt && { finishedAt }) };
}
