import { afterEach, beforeEach } from 'vitest';
import type { Configuration } from '../../lib/adapters/dynamodb/seed-plan.ts';
import type { AuditEvent } from '../../lib/contract/audit.ts';
import type { Deployment, DeploymentIntent } from '../../lib/contract/deployment.ts';
import type { KeptRevision } from '../../lib/domain/invariants/stored.ts';
import type { Caller, DeploymentRecord, KillSwitch } from '../../lib/domain/records.ts';
import { utcDay } from '../../lib/domain/time.ts';
import type { Engine } from '../../lib/ports/engine.ts';
import type { Artifacts, Clock, Ids } from '../../lib/ports/world.ts';
import { cancel } from '../../lib/usecases/cancel.ts';
import { deploy, validate } from '../../lib/usecases/deploy.ts';
import { handOver } from '../../lib/usecases/hand-over.ts';
import { finishObserved, follow, observe } from '../../lib/usecases/observe.ts';
import type { MutationRequest } from '../../lib/usecases/operation.ts';
import { reconcile } from '../../lib/usecases/reconcile.ts';
import { release } from '../../lib/usecases/release.ts';
import type { Result } from '../../lib/usecases/result.ts';
import { planRollback, rollback } from '../../lib/usecases/rollback.ts';
import type { World } from '../../lib/usecases/world.ts';
import { type EmbeddedWorld, openEmbeddedWorld } from '../adapters/dynamodb/embedded-world.ts';
import { openLeanWorld, type TableWorld } from '../adapters/dynamodb/lean-world.ts';
import { aDeliveryGroup, anEnvironment, aRecipe, aService, planeSettings } from '../builders/config.ts';
import { aBuild, idNumber } from '../builders/records.ts';
import { createScriptedEngine, type ScriptedEngine } from '../ports/scripted-engine.ts';
import { NOW, walkThrough } from '../ports/store/world.ts';
import { anAdmin, anOwner } from './callers.ts';
import { expectInvariants } from './invariants.ts';
import { collectStored } from './stored.ts';

export const place = { deliveryGroupId: 'demo', environment: 'sandbox' };
export const laneKey = { service: 'demo-service', environment: 'sandbox' };
export const versions = ['1.0.0', '2.0.0', '3.0.0', '4.0.0'] as const;

export type Asking = { readonly caller?: Caller; readonly key?: string; readonly fingerprint?: string };

/** The whole line in one process: the real store, the real use-cases, and a world that a test can move. */
export type Line = LineWith<ScriptedEngine>;
export type LineWith<Kind extends Engine> = LineOn<TableWorld, Kind>;
export type EmbeddedLine = LineOn<EmbeddedWorld, ScriptedEngine>;

const countingIds = (): Ids => {
  let count = 0;
  const next = (): string => {
    count += 1;
    return idNumber(count);
  };
  return { deployment: next, event: next, leaseToken: next };
};

/** Every artifact is there, unless it is in `missing`; `down` lets the store of artifacts fail. */
const allArtifacts = () => {
  const missing = new Set<string>();
  const state = { down: false };
  const artifacts: Artifacts = {
    stat: async (ref) => {
      if (state.down) throw new Error('The artifact store does not answer');
      return missing.has(ref) ? undefined : { ref, sizeBytes: 1_048_576, lastModified: NOW };
    },
    digest: async () => 'a'.repeat(64),
    list: async () => [],
  };
  return { artifacts, missing, state };
};

export const configurationOf = (set: Partial<Configuration> = {}): Configuration => ({
  services: [aService()],
  environments: [anEnvironment()],
  recipes: [aRecipe()],
  deliveryGroups: [aDeliveryGroup()],
  settings: planeSettings(),
  ...set,
});

export const openLine = (set: Partial<Configuration> = {}): Promise<Line> => openLineWith(createScriptedEngine, set);

export const openLineWith = async <Kind extends Engine>(
  engineOf: (clock: Clock) => Kind,
  set: Partial<Configuration> = {},
): Promise<LineWith<Kind>> => openLineOn(await openLeanWorld(), engineOf, set);

/** On the embedded database, which does what it is told to: throttling, conflicts and answers that are lost. */
export const openEmbeddedLine = async (set: Partial<Configuration> = {}): Promise<EmbeddedLine> =>
  openLineOn(await openEmbeddedWorld(), createScriptedEngine, set);

type LineOn<Database extends TableWorld, Kind extends Engine> = Awaited<ReturnType<typeof openLineOn<Database, Kind>>>;

const openLineOn = async <Database extends TableWorld, Kind extends Engine>(
  database: Database,
  engineOf: (clock: Clock) => Kind,
  set: Partial<Configuration>,
) => {
  const { store, seed } = database;
  let now = new Date(NOW);
  const clock = { now: () => now };
  const engine = engineOf(clock);
  const stock = allArtifacts();
  const begun: string[] = [];
  const asked: string[] = [];
  const world: World = {
    store,
    clock,
    ids: countingIds(),
    artifacts: stock.artifacts,
    engine,
    abilitiesOf: () => engine.abilities,
    workflow: { begin: async (id) => void begun.push(id) },
    observer: {
      ask: async (id) => void asked.push(id),
      hear: async ({ deploymentId }) => void asked.push(deploymentId),
    },
  };
  let givenFromOutside: readonly KeptRevision[] = [];
  const configure = async (configuration: Configuration): Promise<void> => {
    await seed.putConfiguration(configuration);
    givenFromOutside = (await collectStored(database, clock)).revisions;
  };
  await configure(configurationOf(set));
  for (const { name } of set.services ?? [aService()]) {
    for (const version of versions) await store.commit({ build: aBuild({ service: name, version }) });
  }
  let keys = 0;
  const request = <Input>(operation: string, value: Input, asking: Asking): MutationRequest<Input> => {
    keys += 1;
    return {
      caller: asking.caller ?? anOwner(),
      requestId: `request-${keys}`,
      operation,
      idempotencyKey: asking.key ?? `key-${keys}`,
      fingerprint: asking.fingerprint ?? JSON.stringify(value),
      input: { ok: true, value },
    };
  };
  const moveTo = (instant: string) => {
    now = new Date(instant);
    database.moveClockTo(instant);
  };
  const record = async (id: string): Promise<DeploymentRecord> => {
    const { deployment } = await store.read({ deployment: id });
    if (!deployment) throw new Error(`There is no deployment ${id}`);
    return deployment;
  };

  return {
    world,
    store,
    engine,
    begun,
    asked,
    database,
    missingArtifacts: stock.missing,
    artifactStore: stock.state,
    clock,
    moveTo,
    move: (seconds: number) => moveTo(new Date(now.getTime() + seconds * 1000).toISOString()),
    configure,
    /** The revisions that `configure` left, of whose making nothing tells. */
    givenFromOutside: () => givenFromOutside,
    switchChanges: (killSwitch: Partial<KillSwitch>) =>
      seed.putKillSwitch({ mutationsDisabled: true, reason: 'Maintenance', epoch: 1, ...killSwitch }),

    /** What an admin asks for, to be passed to the use-case of the operation. */
    byAdmin: <Input>(operation: string, value: Input, asking: Asking = {}) =>
      request(operation, value, { caller: anAdmin(), ...asking }),
    deploy: (intent: Partial<DeploymentIntent> = {}, asking: Asking = {}) =>
      deploy(world, request('deployments.create', { body: anIntent(intent) }, asking)),
    validate: (intent: Partial<DeploymentIntent> = {}, caller: Caller = anOwner()) =>
      validate(world, { caller, requestId: 'request-v', body: anIntent(intent) }),
    rollback: (id: string, asking: Asking & { readonly changeSummary?: string } = {}) => {
      const { changeSummary } = asking;
      const body = changeSummary === undefined ? undefined : { changeSummary };
      return rollback(world, request('deployments.rollback', { params: { id }, body }, asking));
    },
    plan: (id: string, caller: Caller = anOwner()) => planRollback(world, { caller, requestId: 'request-p', id }),
    cancel: (id: string, asking: Asking & { readonly reason?: string } = {}) => {
      const body = asking.reason === undefined ? undefined : { reason: asking.reason };
      return cancel(world, request('deployments.cancel', { params: { id }, body }, asking));
    },
    release: (id: string, asking: Asking & { readonly reason?: string } = {}) => {
      const input = { params: { id }, body: { reason: asking.reason ?? 'Nothing is heard of it' } };
      return release(world, request('deployments.release', input, { caller: anAdmin(), ...asking }));
    },
    handOver: (id: string) => handOver(world, id),
    observe: (id: string) => observe(world, id),
    finish: (id: string) => finishObserved(world, id),
    follow: (id: string) => follow(world, id),
    reconcile: () => reconcile(world),

    record,
    lane: async (key = laneKey) => (await store.read({ lane: key })).lane,
    holders: async (at = place) => Object.keys((await store.read({ slots: at })).slots?.holders ?? {}),
    used: async (kind: 'deploy' | 'rollback' = 'deploy', at = place) =>
      (await store.read({ deployQuota: { ...at, day: utcDay(now), kind } })).deployQuota ?? 0,
    unsettled: async (): Promise<readonly DeploymentRecord[]> =>
      (await walkThrough((page) => store.listUnsettled(page), 200)).items,
    timeline: (id: string) => store.readTimeline(id),
    audit: async (): Promise<readonly AuditEvent[]> => {
      const { items } = await walkThrough((page) => store.listAudit(page), 200);
      return [...items].reverse();
    },
    deployments: async (): Promise<readonly DeploymentRecord[]> =>
      (await walkThrough((page) => store.listDeployments(page), 200)).items,
    close: () => database.close(),
  };
};

export const anIntent = (set: Partial<DeploymentIntent> = {}): DeploymentIntent => ({
  service: 'demo-service',
  environment: 'sandbox',
  version: '1.0.0',
  changeSummary: 'Faster checkout',
  ...set,
});

/** A fresh line for each test, whose records must make sense at the end of it. */
export const useLine = (set: Partial<Configuration> = {}): (() => Line) => useLineOf(() => openLine(set));

/** The same on the embedded database. */
export const useEmbeddedLine = (set: Partial<Configuration> = {}): (() => EmbeddedLine) =>
  useLineOf(() => openEmbeddedLine(set));

const useLineOf = <Opened extends Line>(open: () => Promise<Opened>): (() => Opened) => {
  let line: Opened | undefined;
  beforeEach(async () => {
    line = await open();
  });
  afterEach(async () => {
    if (line) await expectInvariants(line);
    await line?.close();
    line = undefined;
  });
  return () => {
    if (!line) throw new Error('The line exists only while a test runs');
    return line;
  };
};

export const bodyOf = <Body>(result: Result<Body>): Body => {
  if (result.kind !== 'answered') throw new Error(`Not answered: ${JSON.stringify(result)}`);
  return result.body;
};

/** The codes of all refusals, in their order. */
export const codesOf = (result: Result<unknown>): readonly string[] =>
  result.kind === 'refused' ? result.refusals.map(({ code }) => code) : [result.kind];

/** From the intent to its end, one second a step. */
export const deployThrough = async (
  line: Line,
  intent: Partial<DeploymentIntent> = {},
  status: 'SUCCEEDED' | 'FAILED' | 'CANCELED' | 'ROLLED_BACK' = 'SUCCEEDED',
): Promise<Deployment> => {
  const { id } = bodyOf(await line.deploy(intent));
  return endAs(line, id, status);
};

/** Hands an admitted deployment over and lets the engine end it. */
export const endAs = async (
  line: Line,
  id: string,
  status: 'SUCCEEDED' | 'FAILED' | 'CANCELED' | 'ROLLED_BACK' = 'SUCCEEDED',
): Promise<Deployment> => {
  line.move(5);
  await line.handOver(id);
  line.move(5);
  line.engine.move(id, { status });
  await line.follow(id);
  line.move(5);
  return line.record(id);
};
