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
export type Conductor = { tick(): void; settled(): Promise<void> };

export function createConductor(executions: Executions, services: Services, now: () => number): Conductor {
  const underWay = new Map<string, Promise<void>>();
  const ended = new Set<string>();
  const run = (key: string, work: () => Promise<void>) => {
    if (underWay.has(key)) return;
    underWay.set(
      key,
      work().finally(() => underWay.delete(key)),
    );
  };
  const act = async (record: ExecutionRecord, refId: string, effect: StageEffect) => {
    const result = await services[effect](releaseOf(record)).catch(unexpected);
    const failure = result.ok ? undefined : { shape: result.reason, message: result.message };
    executions.settle(record.id, refId, { at: now(), ...(failure && { failure }) });
  };
  const tick = () => {
    for (const record of executions.all()) {
      if (ended.has(record.id)) continue;
      const { stages, status } = timelineOf(record, now());
      const due = stages.find((stage) => stage.status === 'RUNNING' && stage.plan.effect && !record.cancel);
      if (due?.plan.effect && record.outcomes[due.plan.refId] === undefined) {
        const { effect, refId } = due.plan;
        run(`${record.id}/${refId}`, () => act(record, refId, effect));
      }
      if (!isComplete(record, now())) continue;
      ended.add(record.id);
      if (status !== 'SUCCEEDED' || !switched(record)) run(record.id, () => services.discard(record.id));
    }
  };
  return {
    tick,
    settled: async () => {
      await Promise.allSettled(underWay.values());
    },
  };
}

/** Whether the execution brought its version into service. */
function switched(record: ExecutionRecord): boolean {
  const stage = record.stages.find(({ effect }) => effect === 'activate');
  return stage !== undefined && record.outcomes[stage.refId]?.failure === undefined;
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
