import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '../../lib/contract/client.ts';
import type { Deployment } from '../../lib/contract/deployment.ts';
import { callOrca, openJudgment } from '../../scripts/spinnaker/orca.ts';
import { killEngine, resumeEngine } from '../../scripts/spinnaker/running-engine.ts';
import { type PlaneProcess, startPlaneOn } from './plane.ts';

/** A whole plane whose deployments a real engine carries out: its pipelines change what a service's address answers. */

const engineUrl = process.env.SPINNAKER_URL ?? '';
const orca = callOrca(engineUrl);
const lane = { service: 'demo-service', environment: 'sandbox' } as const;
let plane: PlaneProcess;
let owner: Client;
let admin: Client;

beforeAll(async () => {
  plane = await startPlaneOn(engineUrl);
  owner = plane.as('owner');
  admin = plane.as('admin');
});
afterAll(() => plane.stop());

const intent = (version: string, recipeId = 'default') => ({ ...lane, version, recipeId, changeSummary: 'A story' });

async function submitted(version: string, recipeId = 'default'): Promise<string> {
  return (await owner.deployments.create({ body: intent(version, recipeId) })).id;
}

/** Looks until the deployment is as wanted, at most two minutes. */
async function until(id: string, isWanted: (deployment: Deployment) => boolean): Promise<Deployment> {
  for (let look = 0; look < 240; look += 1) {
    const deployment = await admin.deployments.get({ params: { id } });
    if (isWanted(deployment)) return deployment;
    await pause(500);
  }
  throw new Error(`${id} does not become what was wanted`);
}

const ended = (id: string): Promise<Deployment> => until(id, ({ outcome }) => outcome !== null);

/** What the service itself says at its address. */
async function answering(): Promise<unknown> {
  const { urlTemplate = '' } = await owner.services.get({ params: { service: lane.service } });
  const url = urlTemplate.replace('{service}', lane.service).replace('{environment}', lane.environment);
  const answer: unknown = await (await fetch(url)).json();
  return typeof answer === 'object' && answer !== null && 'version' in answer ? answer.version : answer;
}

/** Lets a person judge the canary in the engine. */
async function judgeCanary(id: string, verdict: 'continue' | 'stop', words: string): Promise<void> {
  const waiting = await until(id, ({ progress }) => progress?.label === 'Canary 50 %');
  const execution = await orca.until(waiting.engine?.executionId ?? '', (found) => openJudgment(found) !== undefined);
  await orca.judge(execution.id, openJudgment(execution)?.id ?? '', verdict, words);
}

describe('a plane whose engine is a real one', () => {
  test('deploys what it allowed, and the address answers with it', async () => {
    expect(await owner.deployments.validate({ body: intent('1.0.0') })).toMatchObject({ allowed: true });
    expect(await ended(await submitted('1.0.0'))).toMatchObject({ outcome: 'SUCCEEDED' });
    expect(await answering()).toBe('1.0.0');
    expect(await ended(await submitted('1.1.0'))).toMatchObject({ outcome: 'SUCCEEDED' });
    expect(await answering()).toBe('1.1.0');
  });

  test.each([
    ['1.3.0', 'APP', /Readiness probe failed/],
    ['1.4.0', 'ARTIFACT', /could not be unpacked/],
    ['1.5.0', 'APP', /health check .* timed out/],
  ] as const)('tells why %s failed in the words of what refused it, as %s', async (version, category, words) => {
    const { outcome, id } = await ended(await submitted(version));
    expect(outcome).toBe('FAILED');
    const { items } = await owner.deployments.failures({ params: { id } });
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ category, detail: expect.stringMatching(words), actionHint: expect.anything() });
    expect(await answering()).toBe('1.1.0');
  });

  test('rolls back to the version before, and the address answers with it', async () => {
    const { id } = await ended(await submitted('1.2.0'));
    expect(await answering()).toBe('1.2.0');
    const rollback = await owner.deployments.rollback({ params: { id }, body: { changeSummary: 'Back again' } });
    expect(await ended(rollback.id)).toMatchObject({ outcome: 'SUCCEEDED', version: '1.1.0' });
    expect(await answering()).toBe('1.1.0');
  });

  test('stops a deployment in flight, in the engine too', async () => {
    const id = await submitted('1.2.0', 'canary');
    const { engine } = await until(id, ({ progress }) => progress?.label === 'Canary 50 %');
    await owner.deployments.cancel({ params: { id }, body: { reason: 'Not before the weekend' } });
    expect(await ended(id)).toMatchObject({ outcome: 'CANCELED' });
    expect(await orca.read(engine?.executionId ?? '')).toMatchObject({
      status: 'CANCELED',
      cancellationReason: expect.stringContaining('canceled in DXCP'),
    });
    expect(await answering()).toBe('1.1.0');
  });

  test('lets a canary pass that a person judges well', async () => {
    const id = await submitted('1.2.0', 'canary');
    await judgeCanary(id, 'continue', 'It behaves');
    expect(await ended(id)).toMatchObject({ outcome: 'SUCCEEDED' });
    expect(await answering()).toBe('1.2.0');
  });

  test('ends a canary that a person refuses, in that person’s words', async () => {
    const id = await submitted('1.1.0', 'canary');
    await judgeCanary(id, 'stop', 'Too slow under load');
    expect(await ended(id)).toMatchObject({ outcome: 'FAILED' });
    const { items } = await owner.deployments.failures({ params: { id } });
    expect(items[0]).toMatchObject({ category: 'POLICY', detail: expect.stringContaining('Too slow under load') });
    expect(await answering()).toBe('1.2.0');
  });

  test('loses nothing when the engine is killed in the middle of a deployment', async () => {
    const id = await submitted('1.0.0', 'canary');
    await until(id, ({ progress }) => progress?.label === 'Canary 50 %');
    killEngine();
    await pause(3000);
    expect(await admin.deployments.get({ params: { id } })).toMatchObject({ outcome: null, failures: [] });
    await resumeEngine();
    await judgeCanary(id, 'continue', 'Back again');
    expect(await ended(id)).toMatchObject({ outcome: 'SUCCEEDED' });
    expect(await answering()).toBe('1.0.0');
  });

  test('holds in the whole story that is told to newcomers', async () => {
    const { status, words } = await plane.play('scripts/demo.ts');
    expect(words).toContain('Everything held');
    expect(status).toBe(0);
  });
});
