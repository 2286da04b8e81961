import type { PipelineDefinition, StageDefinition, StageEffect, StageRole } from './definitions.ts';
import type { ShapeName } from './failure-shapes.ts';
import type { Scenario } from './scenarios.ts';

/** One stage of one execution, fixed when it is triggered, so that a restarted simulator tells the same story. */
export type StagePlan = {
  readonly refId: string;
  readonly name: string;
  readonly type: string;
  readonly tasks: readonly string[];
  /** Milliseconds, the speed accounted for. */
  readonly duration: number;
  readonly effect?: StageEffect;
  readonly failure?: { readonly shape: ShapeName; readonly status: 'TERMINAL' | 'STOPPED' | 'FAILED_CONTINUE' };
  readonly hangs?: true;
  readonly approval?: true;
  readonly skipped?: true;
};

export type PlanOptions = {
  /** Divides every duration. */
  readonly speed: number;
  /** Whether stages really act on services. */
  readonly effects: boolean;
};

export function planStages(
  pipeline: PipelineDefinition,
  scenario: Scenario,
  options: PlanOptions,
): readonly StagePlan[] {
  if (scenario.isEmpty) return [];
  const target = indexOfRole(pipeline.stages, scenario.failure?.at ?? scenario.hangs ?? scenario.approval);
  const planned = pipeline.stages.map((stage, index) =>
    planStage(stage, index, { scenario, options, isTarget: index === target }),
  );
  return scenario.rollsBack ? withRollback(planned, target, options) : planned;
}

type StageSetting = { readonly scenario: Scenario; readonly options: PlanOptions; readonly isTarget: boolean };

function planStage(stage: StageDefinition, index: number, { scenario, options, isTarget }: StageSetting): StagePlan {
  const failure = isTarget ? scenario.failure : undefined;
  const goesWrong = isTarget && (failure !== undefined || scenario.hangs !== undefined);
  const acts = options.effects && stage.effect !== undefined && !goesWrong;
  return {
    refId: String(index + 1),
    name: stage.name,
    type: stage.type,
    tasks: stage.tasks,
    duration: Math.round((stage.seconds * 1000 * (scenario.pace ?? 1)) / options.speed),
    ...(acts && stage.effect && { effect: stage.effect }),
    ...(failure && { failure: { shape: failure.shape, status: failure.status } }),
    ...(isTarget && scenario.hangs && { hangs: true as const, type: 'wait', tasks: ['wait'] }),
    ...(isTarget &&
      scenario.approval && { approval: true as const, type: 'manualJudgment', tasks: ['waitForJudgment'] }),
  };
}

/** After the failed stage the earlier version is brought back and everything else is skipped. */
function withRollback(stages: readonly StagePlan[], failed: number, { speed }: PlanOptions): readonly StagePlan[] {
  const undo: StagePlan = {
    refId: String(stages.length + 1),
    name: 'Return to the earlier version',
    type: 'undoRolloutManifest',
    tasks: ['undoRolloutManifest', 'monitorUndoRollout', 'waitForManifestStable'],
    duration: Math.round(800 / speed),
  };
  const skipped = stages
    .slice(failed + 1)
    .map(({ effect: _, ...stage }) => ({ ...stage, duration: 0, skipped: true as const }));
  return [...stages.slice(0, failed + 1), undo, ...skipped];
}

/** Where a scenario goes wrong; pipelines without that role go wrong where they start the version. */
function indexOfRole(stages: readonly StageDefinition[], role: StageRole | undefined): number {
  if (role === undefined) return -1;
  const index = stages.findIndex((stage) => stage.role === role);
  return index >= 0 ? index : stages.findIndex((stage) => stage.role === 'start');
}
