import { createSpinnakerEngine } from '../../lib/adapters/spinnaker/engine.ts';
import type { Change } from '../../lib/domain/change.ts';
import type { DeploymentRecord } from '../../lib/domain/records.ts';
import { REFERENCE_APPLICATION } from '../../lib/local/engine/definitions.ts';
import type { ArmedFaults } from '../../lib/local/engine/faults.ts';
import { createGateSimulator } from '../../lib/local/engine/simulator.ts';
import { type ExecutionRecord, timelineOf } from '../../lib/local/engine/timeline.ts';
import type { Engine } from '../../lib/ports/engine.ts';
import type { Store } from '../../lib/ports/store.ts';
import { aDeliveryGroup, aMapping, aRecipe, aService } from '../builders/config.ts';
import type { EngineExecution } from './executions.ts';
import { type LineWith, openLineWith } from './line.ts';

/** The line with the real adapter, above the Gate simulator behind real HTTP. All clocks are the test's. */
export type GateLine = LineWith<GateEngine> & {
  /** By id, each record as it was last written: to look at it costs nothing. */
  readonly written: ReadonlyMap<string, DeploymentRecord>;
};

export type GateEngine = Engine & {
  readonly faults: ArmedFaults;
  /** Every request that was sent, and when. */
  readonly sent: readonly Sent[];
  /** All executions of a deployment, as they really are now. */
  of(deploymentId: string): readonly GateExecution[];
  close(): Promise<void>;
};

export type Sent = { readonly method: string; readonly path: string; readonly at: number };
export type GateExecution = EngineExecution & {
  readonly endedAt: number | undefined;
  readonly cancelAskedAt: number | undefined;
};

/** Which version takes which course. A run takes 20 seconds, a slow one ten times as long. */
export const courses = { quick: '1.0.0', slow: '2.0.0', failing: '3.0.0', hanging: '4.0.0' } as const;
const SPEED = 0.3;

/** How long a call may take that the simulator leaves without an answer, in real milliseconds; others take all they need. */
const SILENCE_MS = 15;
const PATIENCE_MS = 5_000;

/** `aheadMinutes`: by how much the engine's clock is ahead of DXCP's; behind, if negative. */
export const openGateLine = async ({ aheadMinutes = 0 } = {}): Promise<GateLine> => {
  const services = [aService(), aService({ name: 'other-service' })];
  const limits = { maxConcurrentDeployments: 2, dailyDeployQuota: 10_000, dailyRollbackQuota: 10 };
  const opened = { listening: Promise.resolve() };
  const line = await openLineWith(
    (clock) => {
      const now = () => clock.now().getTime();
      const engine = gateEngine(now, () => now() + aheadMinutes * 60_000);
      opened.listening = engine.listen();
      return engine;
    },
    {
      services,
      recipes: [
        aRecipe({
          deadlineMinutes: 24 * 60,
          engine: aMapping({
            type: 'spinnaker',
            application: REFERENCE_APPLICATION,
            deployPipeline: 'deploy-standard',
            rollbackPipeline: 'rollback-standard',
          }),
        }),
      ],
      deliveryGroups: [aDeliveryGroup({ services: services.map(({ name }) => name), guardrails: limits })],
    },
  );
  await opened.listening;
  return { ...line, written: recordsWritten(line.world.store) };
};

const recordsWritten = (store: Store): ReadonlyMap<string, DeploymentRecord> => {
  const written = new Map<string, DeploymentRecord>();
  const commit = store.commit.bind(store);
  Object.assign(store, {
    commit: async (change: Change) => {
      const committed = await commit(change);
      if (!committed.ok) return committed;
      if (change.create) written.set(change.create.id, change.create);
      for (const { after } of change.updates ?? []) written.set(after.id, after);
      return committed;
    },
  });
  return written;
};

const gateEngine = (now: () => number, engineNow: () => number): GateEngine & { listen(): Promise<void> } => {
  const simulator = createGateSimulator({ now: engineNow, speed: SPEED });
  const { executions, faults, rules } = simulator;
  rules.set([
    { scenario: 'slow', version: courses.slow },
    { scenario: 'fail-app', version: courses.failing },
    { scenario: 'hang', version: courses.hanging },
  ]);
  const sent: Sent[] = [];
  let address = '';
  const http = (url: string, init: RequestInit): Promise<Response> => {
    const { pathname, search } = new URL(url);
    sent.push({ method: init.method ?? 'GET', path: pathname, at: now() });
    const silent = faults.list().some(({ kind }) => kind.startsWith('silence'));
    return fetch(address + pathname + search, {
      ...init,
      signal: AbortSignal.timeout(silent ? SILENCE_MS : PATIENCE_MS),
    });
  };
  const adapter = createSpinnakerEngine({
    gateUrl: 'http://gate.test',
    http,
    clock: { now: () => new Date(now()) },
    sleep: async () => undefined,
    timeouts: { attempts: 2, maxBytes: 256 * 1024, callMs: PATIENCE_MS },
  });
  return {
    ...adapter,
    faults,
    sent,
    of: (deploymentId) =>
      executions
        .all()
        .filter(({ trigger }) => trigger.eventId === `dxcp-${deploymentId}`)
        .map((record) => asItIs(record, engineNow())),
    listen: async () => {
      address = await simulator.listen();
    },
    close: () => simulator.close(),
  };
};

const asItIs = (record: ExecutionRecord, now: number): GateExecution => {
  const { status, endTime } = timelineOf(record, now);
  return {
    id: record.id,
    status: status === 'TERMINAL' ? 'FAILED' : status,
    startedAt: new Date(record.buildTime).toISOString(),
    endedAt: endTime,
    cancelAskedAt: record.cancel?.at,
  };
};
