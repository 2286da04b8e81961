import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSpinnakerEngine } from '../../../lib/adapters/spinnaker/engine.ts';
import { createGateSimulator, type GateSimulator } from '../../../lib/local/engine/simulator.ts';
import { createDeployer, type Deployer } from '../../../lib/local/services/deployer.ts';
import { referenceBuilds } from '../../../lib/local/services/reference-builds.ts';
import type { Engine, EngineOrder, Observation } from '../../../lib/ports/engine.ts';
import { orderFor } from '../../adapters/spinnaker/fixtures/orders.ts';

const SPEED = 20;
let dataDir: string;
let plane: Plane;
let number = 0;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'dxcp-services-'));
  plane = await openPlane();
});

afterEach(async () => {
  await plane.close();
  rmSync(dataDir, { recursive: true, force: true });
});

describe('The local engine deploying reference services', () => {
  test('a good version serves after its deployment, and the next good version replaces it', async () => {
    expect((await deploy('1.0.0')).status).toBe('SUCCEEDED');
    expect(await served()).toEqual({ service: 'demo-service', version: '1.0.0', environment: 'sandbox' });
    expect((await deploy('1.1.0')).status).toBe('SUCCEEDED');
    expect(await served()).toMatchObject({ version: '1.1.0' });
    expect(plane.deployer.serving()).toHaveLength(1);
  });

  test.each([
    ['1.3.0', 'APP', /statuscode: 503/],
    ['1.4.0', 'ARTIFACT', /could not be unpacked/],
    ['1.5.0', 'TIMEOUT', /timed out/],
    ['7.7.7', 'ARTIFACT', /could not be read/],
  ])('version %s fails for real as %s and leaves the earlier version serving', async (version, category, reason) => {
    await deploy('1.0.0');
    const end = await deploy(version);
    expect(end).toMatchObject({ status: 'FAILED', failures: [{ category }] });
    expect(end.failures[0]?.detail).toMatch(reason);
    expect(await served()).toMatchObject({ version: '1.0.0' });
  });

  test('a rollback brings the target version back', async () => {
    await deploy('1.0.0');
    await deploy('1.2.0');
    const end = await run({ version: '1.0.0', targetVersion: '1.0.0' }, 'rollback-standard');
    expect(end.status).toBe('SUCCEEDED');
    expect(await served()).toMatchObject({ version: '1.0.0' });
  });

  test('a cancelled deployment leaves the earlier version serving', async () => {
    await deploy('1.0.0');
    const order = orderOf({ version: '1.5.0' });
    const id = await start(order);
    await expect.poll(async () => (await plane.engine.observe(id, order))?.progress?.done).toBeGreaterThan(1);
    await plane.engine.cancel(id, 'changed my mind');
    expect((await follow(id, order)).status).toBe('CANCELED');
    expect(await served()).toMatchObject({ version: '1.0.0' });
  });

  test('a restarted plane serves again what served before, and carries on with what was in flight', async () => {
    await deploy('1.0.0');
    const order = orderOf({ version: '1.1.0' });
    const id = await start(order);
    await plane.close();
    plane = await openPlane();
    expect((await follow(id, order)).status).toBe('SUCCEEDED');
    expect(await served()).toMatchObject({ version: '1.1.0' });
    await plane.close();
    plane = await openPlane();
    expect(await served()).toMatchObject({ version: '1.1.0' });
  });
});

type Plane = { engine: Engine; simulator: GateSimulator; deployer: Deployer; base: string; close(): Promise<void> };

async function openPlane(): Promise<Plane> {
  const builds = new Map(referenceBuilds().map((build) => [build.filename, build.bytes]));
  const deployer = createDeployer({
    dataDir: join(dataDir, 'services'),
    speed: SPEED,
    readArtifact: async (_bucket, key) => builds.get(key) ?? Promise.reject(new Error('NoSuchKey')),
  });
  const base = await deployer.open();
  const simulator = createGateSimulator({
    dataDir: join(dataDir, 'engine'),
    services: deployer,
    now: Date.now,
    speed: SPEED,
  });
  const engine = createSpinnakerEngine({
    gateUrl: await simulator.listen(),
    http: fetch,
    clock: { now: () => new Date() },
  });
  const close = async () => {
    await simulator.close();
    await deployer.close();
  };
  return { engine, simulator, deployer, base, close };
}

function deploy(version: string): Promise<Observation> {
  return run({ version }, 'deploy-standard');
}

async function run(versions: { version: string; targetVersion?: string }, definition: string): Promise<Observation> {
  const order = orderOf(versions, definition);
  return follow(await start(order), order);
}

function orderOf(versions: { version: string; targetVersion?: string }, definition = 'deploy-standard'): EngineOrder {
  number += 1;
  const order = orderFor({ definition, number, requestedAt: Date.now() });
  const artifactRef = `s3://builds/demo-service/demo-service-${versions.version}.zip`;
  return { ...order, parameters: { ...order.parameters, ...versions, artifactRef } };
}

async function start(order: EngineOrder): Promise<string> {
  const answer = await plane.engine.start(order);
  if (answer.kind === 'rejected') throw new Error(answer.failure.detail);
  return answer.executionId;
}

async function follow(id: string, order: EngineOrder): Promise<Observation> {
  let seen: Observation | undefined;
  await expect
    .poll(
      async () => {
        seen = await plane.engine.observe(id, order);
        return seen?.status;
      },
      { timeout: 20_000, interval: 40 },
    )
    .not.toMatch(/QUEUED|RUNNING/);
  if (!seen) throw new Error('the engine does not know the execution');
  return seen;
}

async function served(): Promise<unknown> {
  const response = await fetch(`${plane.base}/services/sandbox/demo-service`);
  return response.json();
}
