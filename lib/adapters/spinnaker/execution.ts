import { at, finite, isRecord, type JsonRecord, list, record, text } from './json.ts';

/** The part of an Orca execution that DXCP reads. Times are epoch milliseconds. */
export type Execution = {
  readonly id: string;
  readonly application: string | undefined;
  readonly status: string;
  readonly buildTime: number | undefined;
  readonly startTime: number | undefined;
  readonly endTime: number | undefined;
  readonly canceledBy: string | undefined;
  readonly cancellationReason: string | undefined;
  readonly eventId: string | undefined;
  /** Whether the order was to bring back an earlier version. */
  readonly isRollback: boolean;
  readonly stages: readonly Stage[];
};

export type Stage = {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly status: string;
  readonly parentId: string | undefined;
  readonly startTime: number | undefined;
  readonly endTime: number | undefined;
  readonly context: JsonRecord;
  readonly outputs: JsonRecord;
  /** The last person who changed the stage, an approver for example. */
  readonly modifiedBy: string | undefined;
  readonly tasks: readonly Task[];
};

type Task = { readonly name: string; readonly status: string; readonly exception: JsonRecord };

/** Undefined when the value is no execution at all. */
export function parseExecution(value: unknown): Execution | undefined {
  if (!isRecord(value)) return undefined;
  const id = text(value.id);
  const status = text(value.status);
  if (id === undefined || status === undefined) return undefined;
  return {
    id,
    status,
    application: text(value.application),
    buildTime: finite(value.buildTime),
    startTime: finite(value.startTime),
    endTime: finite(value.endTime),
    canceledBy: text(value.canceledBy),
    cancellationReason: text(value.cancellationReason),
    eventId: text(at(value, 'trigger', 'eventId')),
    isRollback: text(at(value, 'trigger', 'parameters', 'targetVersion')) !== undefined,
    stages: list(value.stages).map(parseStage),
  };
}

/** The stages an author of a pipeline sees; the others are the engine's own. */
export function topStages(execution: Execution): readonly Stage[] {
  return execution.stages.filter((stage) => stage.parentId === undefined);
}

export function instantOf(time: number | undefined): string | undefined {
  if (time === undefined || time <= 0 || time > 8.64e15) return undefined;
  return new Date(time).toISOString();
}

function parseStage(value: unknown): Stage {
  const stage = record(value);
  return {
    id: text(stage.id) ?? '',
    name: text(stage.name) ?? text(stage.type) ?? '',
    type: text(stage.type) ?? '',
    status: text(stage.status) ?? '',
    parentId: text(stage.parentStageId),
    startTime: finite(stage.startTime),
    endTime: finite(stage.endTime),
    context: record(stage.context),
    outputs: record(stage.outputs),
    modifiedBy: text(at(stage, 'lastModified', 'user')),
    tasks: list(stage.tasks).map(parseTask),
  };
}

function parseTask(value: unknown): Task {
  const task = record(value);
  return {
    name: text(task.name) ?? '',
    status: text(task.status) ?? '',
    exception: record(at(task, 'taskExceptionDetails', 'exception')),
  };
}
