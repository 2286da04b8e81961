import type { StageEffect } from './definitions.ts';
import { type Executions, isComplete } from './executions.ts';
import type { ShapeName } from './failure-shapes.ts';
import { asObject, asText } from './json-object.ts';
import { type ExecutionRecord, timelineOf } from './timeline.ts';

/** What the stages of an execution really do. Every act may be repeated after a restart. */
export type Services = {
  prepare(release: ReleaseOrder): Promise<ActResult>;
  launch(release: ReleaseOrder): Promise<ActResult>;
  activate(release: ReleaseOrder): Promise<ActResult>;
  /** Stops and removes what was prepared for a release that will not be used. */
  discard(releaseId: string): Promise<void>;
};

export type ReleaseOrder = {
  /** The execution that brings the release. */
  readonly id: string;
  readonly service: string;
  readonly environment: string;
  readonly version: string;
  readonly bucket: string;
  readonly key: string;
};

export type ActResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: ShapeName; readonly message: string };

/** Carries out the acts of running stages; `tick` looks which are due. */
export type Conductor = {
  tick(): void;
  /** From now on nothing begins, and what is under way leaves no trace: a restart does it again. */
  stop(): void;
};

export function createConductor(executions: Executions, services: Services, now: () => number): Conductor {
  const underWay = new Map<string, Promise<void>>();
  let isStopped = false;
  const ended = new Set(executions.all().flatMap((record) => (isComplete(record, now()) ? record.id : [])));
  const run = (key: string, work: () => Promise<void>) => {
    if (underWay.has(key)) return;
    underWay.set(
      key,
      work().finally(() => underWay.delete(key)),
    );
  };
  const act = async (record: ExecutionRecord, refId: string, effect: StageEffect) => {
    const result = await services[effect](releaseOf(record)).catch(unexpected);
    if (isStopped) return;
    const failure = result.ok ? undefined : { shape: result.reason, message: result.message };
    executions.settle(record.id, refId, { at: now(), ...(failure && { failure }) });
  };
  const begin = (record: ExecutionRecord) => {
    const due = dueStage(record, now());
    if (due) run(`${record.id}/${due.refId}`, () => act(record, due.refId, due.effect));
  };
  const conclude = (record: ExecutionRecord) => {
    ended.add(record.id);
    if (!switched(record)) run(record.id, () => services.discard(record.id));
  };
  const tick = () => {
    if (isStopped) return;
    for (const record of executions.all()) {
      if (ended.has(record.id)) continue;
      if (isComplete(record, now())) conclude(record);
      else begin(record);
    }
  };
  return {
    tick,
    stop: () => {
      isStopped = true;
    },
  };
}

/** The running stage whose act is still to be carried out. */
function dueStage(record: ExecutionRecord, now: number) {
  const running = timelineOf(record, now).stages.find(({ status }) => status === 'RUNNING');
  const { effect, refId } = running?.plan ?? {};
  if (effect === undefined || refId === undefined || record.outcomes[refId] !== undefined) return undefined;
  const isCanceled = record.cancel !== undefined && record.cancel.at < (running?.startTime ?? 0);
  return isCanceled ? undefined : { effect, refId };
}

/** Whether the execution brought its version into service. */
function switched(record: ExecutionRecord): boolean {
  const stage = record.stages.find(({ effect }) => effect === 'activate');
  const outcome = stage && record.outcomes[stage.refId];
  return outcome !== undefined && outcome.failure === undefined;
}

function releaseOf(record: ExecutionRecord): ReleaseOrder {
  const parameters = asObject(record.trigger.parameters);
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(asText(parameters.artifactRef) ?? '') ?? [];
  return {
    id: record.id,
    service: asText(parameters.service) ?? '',
    environment: asText(parameters.environment) ?? '',
    version: asText(parameters.targetVersion) ?? asText(parameters.version) ?? '',
    bucket: asText(parameters.s3Bucket) ?? bucket,
    key: asText(parameters.s3Key) ?? key,
  };
}

function unexpected(error: unknown): ActResult {
  return { ok: false, reason: 'unknown', message: error instanceof Error ? error.message : String(error) };
}
