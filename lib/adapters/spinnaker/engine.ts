import { setTimeout as pause } from 'node:timers/promises';
import { engines } from '../../contract/engines.ts';
import { type Engine, EngineFault, type EngineOrder, type Watched } from '../../ports/engine.ts';
import type { Clock } from '../../ports/world.ts';
import { type Credentials, noAuth } from './auth/credentials.ts';
import { readApplications, readDefinitions } from './catalog.ts';
import { createGate, type Gate, type GateLimits, type Http, segment } from './gate.ts';
import { observeExecution, observeExecutions } from './observe.ts';
import { findExecutions, startExecution } from './start.ts';
import { readHealth } from './well-being.ts';
import type { ExecutionLink, Wiring } from './wiring.ts';

export type SpinnakerSettings = {
  /** Gate's address, a path prefix included. */
  readonly gateUrl: string;
  readonly auth?: Credentials;
  readonly http: Http;
  /** Milliseconds and bytes; what is left out has a default. */
  readonly timeouts?: Partial<GateLimits>;
  readonly clock: Clock;
  /** Pause in milliseconds between two attempts of a read; real time when left out. */
  readonly sleep?: (ms: number) => Promise<void>;
  /** Address of an execution in the engine's own UI. */
  readonly links?: ExecutionLink;
  readonly random?: () => number;
};

/** Together at most `ANSWER_SECONDS_MAX`. */
export const DEFAULT_LIMITS: GateLimits = {
  callMs: 8_000,
  budgetMs: 12_000,
  attempts: 3,
  pauseMs: 250,
  maxBytes: 8 * 1024 * 1024,
};

/** Spinnaker, reached through Gate, as DXCP's engine. */
export function createSpinnakerEngine(settings: SpinnakerSettings): Engine {
  const now = () => settings.clock.now().getTime();
  const gate = createGate({
    gateUrl: settings.gateUrl,
    credentials: settings.auth ?? noAuth,
    http: settings.http,
    limits: { ...DEFAULT_LIMITS, ...settings.timeouts },
    now,
    sleep: settings.sleep ?? ((ms) => pause(ms)),
    random: settings.random ?? Math.random,
  });
  const wiring: Wiring = { gate, now, links: settings.links };
  return {
    kind: 'spinnaker',
    abilities: engines.spinnaker,
    start: (order: EngineOrder) => startExecution(wiring, order),
    find: (order: EngineOrder) => findExecutions(wiring, order),
    observe: (executionId: string, order: EngineOrder) => observeExecution(wiring, executionId, order),
    observeMany: (executions: readonly Watched[]) => observeExecutions(wiring, executions),
    cancel: (executionId: string, reason: string) => cancelExecution(gate, executionId, reason),
    applications: () => readApplications(gate),
    definitions: (application: string) => readDefinitions(gate, application),
    health: () => readHealth(gate),
  };
}

/** Gate answers 200 even when it did nothing, and 404 says no more: the caller observes afterwards. */
async function cancelExecution(gate: Gate, executionId: string, reason: string): Promise<void> {
  const answer = await gate.send({
    method: 'PUT',
    path: `/pipelines/${segment(executionId)}/cancel`,
    query: { reason: reason.slice(0, 500), force: 'false' },
    user: 'dxcp',
  });
  if (answer.status === 403) {
    throw new EngineFault('FORBIDDEN', 'The engine does not let DXCP cancel this.', { ambiguous: false });
  }
}
