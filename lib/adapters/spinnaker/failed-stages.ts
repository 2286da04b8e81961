import type { Execution, Stage } from './execution.ts';
import { hasFailed } from './observation.ts';

/** A failed stage with a reason of its own, and the top-level stage it belongs to. */
export type FailedStage = { readonly stage: Stage; readonly top: Stage };

/**
 * The stages that hold the reasons, the first cause first: a stage that failed because one of its synthetic children
 * failed says nothing new and is left out, unless one of its own tasks had failed before. Failures that were passed
 * over come after those that ended the execution.
 */
export function failedStages(execution: Execution): readonly FailedStage[] {
  const byId = new Map(execution.stages.map((stage) => [stage.id, stage]));
  const failed = execution.stages.filter(hasFailed);
  const explained = new Set(failed.flatMap((stage) => ancestors(stage, byId).map((ancestor) => ancestor.id)));
  return failed
    .filter((stage) => !explained.has(stage.id) || stage.tasks.some(hasFailed))
    .map((stage) => ({ stage, top: ancestors(stage, byId).at(-1) ?? stage }))
    .sort((a, b) => rank(a.stage) - rank(b.stage) || order(a.stage, b.stage, byId));
}

/** A stage before its children, which came after its failure; otherwise by the end. */
function order(a: Stage, b: Stage, byId: ReadonlyMap<string, Stage>): number {
  if (ancestors(b, byId).includes(a)) return -1;
  if (ancestors(a, byId).includes(b)) return 1;
  return endOf(a) - endOf(b);
}

/** Parents from the nearest to the top-level one; bounded, whatever the engine sends. */
function ancestors(stage: Stage, byId: ReadonlyMap<string, Stage>): readonly Stage[] {
  const found: Stage[] = [];
  let parent = parentOf(stage, byId);
  while (parent !== undefined && found.length < 20) {
    found.push(parent);
    parent = parentOf(parent, byId);
  }
  return found;
}

function parentOf(stage: Stage, byId: ReadonlyMap<string, Stage>): Stage | undefined {
  return stage.parentId === undefined ? undefined : byId.get(stage.parentId);
}

function rank(stage: Stage): number {
  return stage.status === 'FAILED_CONTINUE' ? 1 : 0;
}

function endOf(stage: Stage): number {
  return stage.endTime ?? Number.MAX_SAFE_INTEGER;
}
