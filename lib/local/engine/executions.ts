import { type PipelineDefinition, REFERENCE_PIPELINES, SCENARIO_APPLICATION, SCENARIO_STAGES } from './definitions.ts';
import { executionId } from './execution-ids.ts';
import type { Journal } from './journal.ts';
import { asText, type JsonObject } from './json-object.ts';
import { type PlanOptions, planStages } from './plan.ts';
import { turns } from './queue.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';
import { type ExecutionRecord, isPaused, type Judgment, type Outcome, timelineOf } from './timeline.ts';

export const PIPELINES: readonly PipelineDefinition[] = [
  ...REFERENCE_PIPELINES,
  ...SCENARIOS.map(({ name, description }) => ({
    application: SCENARIO_APPLICATION,
    name,
    description,
    scenario: name,
    stages: SCENARIO_STAGES,
  })),
];

type TriggerOrder = {
  readonly pipeline: PipelineDefinition;
  readonly scenario: Scenario;
  readonly trigger: JsonObject;
  readonly user: string;
};

/** All executions the simulator knows, and the only way to change them. */
export type Executions = {
  get(id: string): ExecutionRecord | undefined;
  all(): readonly ExecutionRecord[];
  /** The unfinished execution with this correlation id: a finished one does not keep a second from starting. */
  correlated(correlationId: string | undefined): ExecutionRecord | undefined;
  /** The id of the new execution. */
  trigger(order: TriggerOrder): string;
  /** The same order once more under another id, as two concurrent triggers would leave it. */
  duplicate(id: string): void;
  /** What is over stays as it ended, and says who wanted to cancel it all the same. */
  cancel(id: string, cancel: { readonly by: string; readonly reason?: string }): void;
  /** Holds a running execution up; nothing happens to any other. */
  pause(id: string, by: string): void;
  resume(id: string, by: string): void;
  judge(id: string, refId: string, judgment: Omit<Judgment, 'at'>): void;
  settle(id: string, refId: string, outcome: Outcome): void;
};

export type ExecutionSettings = { readonly journal: Journal; readonly now: () => number } & PlanOptions;

export function createExecutions({ journal, now, ...plan }: ExecutionSettings): Executions {
  const records = new Map(journal.load().map((record) => [record.id, record]));
  const keep = (record: ExecutionRecord) => {
    journal.append(record);
    records.set(record.id, record);
    return record;
  };
  const change = (id: string, edit: (record: ExecutionRecord) => ExecutionRecord) => {
    const record = records.get(id);
    if (record) keep(edit(record));
  };
  const all = () => {
    turns([...records.values()], now()).forEach(keep);
    return [...records.values()];
  };
  const current = (id: string) => {
    all();
    return records.get(id);
  };
  return {
    get: current,
    all,
    correlated: (correlationId) =>
      correlationId === undefined
        ? undefined
        : all().find((record) => record.trigger.correlationId === correlationId && !isComplete(record, now())),
    trigger: (order) => keep(beginning(order, now(), plan)).id,
    duplicate: (id) => {
      const record = records.get(id);
      if (!record) return;
      const copy = executionId(now());
      const delay = now() - record.buildTime;
      keep({
        ...record,
        id: copy,
        buildTime: record.buildTime + delay,
        beginsAt: record.beginsAt + delay,
      });
    },
    cancel: (id, { by, reason }) =>
      change(id, (record) => {
        const cancel = { at: now(), by, ...(reason && { reason }) };
        if (isComplete(record, now())) return { ...record, lateCancel: cancel };
        return record.cancel && record.cancel.at <= now() ? record : { ...record, cancel };
      }),
    pause: (id, by) =>
      change(id, (record) =>
        timelineOf(record, now()).status === 'RUNNING' && !isPaused(record, now())
          ? { ...record, pause: { at: now(), by } }
          : record,
      ),
    resume: (id, by) =>
      change(id, (record) =>
        record.pause && isPaused(record, now())
          ? { ...record, pause: { ...record.pause, resumed: { at: now(), by } } }
          : record,
      ),
    judge: (id, refId, judgment) =>
      change(id, (record) => ({ ...record, judgments: { ...record.judgments, [refId]: { ...judgment, at: now() } } })),
    settle: (id, refId, outcome) =>
      change(id, (record) => ({ ...record, outcomes: { ...record.outcomes, [refId]: outcome } })),
  };
}

export function isComplete(record: ExecutionRecord, now: number): boolean {
  const { status } = timelineOf(record, now);
  return status !== 'RUNNING' && status !== 'NOT_STARTED';
}

export function pipelineNamed(application: string, name: string): PipelineDefinition | undefined {
  return PIPELINES.find((pipeline) => pipeline.application === application && pipeline.name === name);
}

/** What the engine adds to every trigger. */
const TRIGGER: JsonObject = {
  artifacts: [],
  notifications: [],
  rebake: false,
  dryRun: false,
  strategy: false,
  resolvedExpectedArtifacts: [],
  expectedArtifacts: [],
};

function beginning(
  { pipeline, scenario, trigger, user }: TriggerOrder,
  now: number,
  plan: PlanOptions,
): ExecutionRecord {
  const id = executionId(now);
  const after = (seconds: number) => now + Math.round((seconds * 1000) / plan.speed);
  return {
    id,
    application: pipeline.application,
    pipeline: pipeline.name,
    trigger: { ...TRIGGER, ...trigger, type: asText(trigger.type) ?? 'manual', user: asText(trigger.user) ?? user },
    user,
    stages: planStages(pipeline, scenario, plan),
    buildTime: now,
    beginsAt: after(scenario.queuedSeconds ?? 0),
    ...(scenario.supersededSeconds && { supersededAt: after(scenario.supersededSeconds) }),
    ...(scenario.canceledSeconds && {
      cancel: {
        at: after(scenario.canceledSeconds),
        by: 'engine-operator',
        reason: 'Stopped in the engine for maintenance',
      },
    }),
    ...(scenario.queue && { queue: scenario.queue, waits: true as const }),
    ...(scenario.startupError && { startupError: scenario.startupError }),
    ...(scenario.strangeStatus && { strangeStatus: scenario.strangeStatus }),
    outcomes: {},
    judgments: {},
  };
}
