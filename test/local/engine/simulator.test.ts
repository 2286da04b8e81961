import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FAULT_KINDS } from '../../../lib/local/engine/faults.ts';
import { asObject, type JsonObject } from '../../../lib/local/engine/json-object.ts';
import { createGateSimulator, type GateSimulator } from '../../../lib/local/engine/simulator.ts';

let time: number;
let dataDir: string;
let simulator: GateSimulator;
let base: string;

beforeEach(async () => {
  time = Date.parse('2026-03-02T09:00:00.000Z');
  dataDir = mkdtempSync(join(tmpdir(), 'dxcp-engine-'));
  await open();
});

afterEach(async () => {
  await simulator.close();
  rmSync(dataDir, { recursive: true, force: true });
});

describe('The Gate simulator', () => {
  test('a good deployment takes about six seconds', async () => {
    const id = await trigger();
    expect(await statusAfter(id, 5)).toBe('RUNNING');
    expect(await statusAfter(id, 1.5)).toBe('SUCCEEDED');
  });

  test('executions survive a restart, a torn last line included', async () => {
    const id = await trigger();
    time += 2000;
    await simulator.close();
    appendFileSync(join(dataDir, 'executions.jsonl'), '{"id":"01TORN');
    await open();
    expect(await statusAfter(id, 0)).toBe('RUNNING');
    expect(await statusAfter(id, 5)).toBe('SUCCEEDED');
    expect(readFileSync(join(dataDir, 'executions.jsonl'), 'utf8')).not.toContain('TORN');
  });

  test('the correlation id holds only while the first execution runs', async () => {
    const first = await trigger({ correlationId: 'c1' });
    expect(await trigger({ correlationId: 'c1' })).toBe(first);
    time += 10_000;
    expect(await trigger({ correlationId: 'c1' })).not.toBe(first);
  });

  test('a trigger without a required parameter is refused in Gate’s words', async () => {
    const reply = await call('POST', '/pipelines/dxcp-reference/deploy-standard', { parameters: { service: 's' } });
    expect(reply).toMatchObject({ status: 400, body: { error: 'Bad Request' } });
    expect(String(asObject(reply.body).message)).toMatch(/Required parameter environment is missing/);
  });

  test('a failure at startup is refused, yet leaves a failed execution that a search finds', async () => {
    const reply = await call('POST', '/pipelines/dxcp-scenarios/startup', { eventId: 'e9', parameters: parameters() });
    expect(reply.status).toBe(400);
    const found = await call('GET', '/applications/dxcp-scenarios/executions/search?eventId=e9');
    expect(found.body).toMatchObject([{ status: 'TERMINAL', canceledBy: 'system' }]);
  });

  test('contexts and tasks are left out unless asked for', async () => {
    const id = await trigger({ version: '1.0.0-sim-fail-app' });
    time += 10_000;
    const [lean] = listOf((await call('GET', `/executions?executionIds=${id}&expand=false`)).body);
    expect(stagesOf(lean).every((stage) => Object.keys(asObject(stage.context)).length === 0)).toBe(true);
    const full = asObject((await call('GET', `/pipelines/${id}`)).body);
    const failed = stagesOf(full).find((stage) => stage.status === 'TERMINAL');
    expect(failed?.context).toMatchObject({ exception: { details: { errors: [expect.any(String)] } } });
    expect(full.status).toBe('TERMINAL');
  });

  test('a synthetic stage carries the reason of its parent', async () => {
    const id = await trigger({ version: '1.0.0-sim-fail-validation' });
    time += 10_000;
    const stages = stagesOf((await call('GET', `/pipelines/${id}`)).body);
    const child = stages.find((stage) => stage.parentStageId !== undefined);
    expect(child).toMatchObject({ refId: '1<1', status: 'TERMINAL', type: 'checkPreconditions' });
  });

  test.each([
    ['continue', 'SUCCEEDED'],
    ['stop', 'TERMINAL'],
  ])('a judgment of %s ends the waiting with %s', async (judgmentStatus, status) => {
    const id = await trigger({ version: '1.0.0-sim-approval' });
    time += 60_000;
    const waiting = stagesOf((await call('GET', `/pipelines/${id}`)).body).find((stage) => stage.status === 'RUNNING');
    expect(waiting?.type).toBe('manualJudgment');
    await call('PATCH', `/pipelines/${id}/stages/${String(waiting?.id)}`, { judgmentStatus });
    expect(await statusAfter(id, 2)).toBe(status);
  });

  test.each(['hang', 'approval'])(
    'a cancel is noticed a moment later and always answered 200: %s',
    async (scenario) => {
      const id = await trigger({ version: `1.0.0-sim-${scenario}` });
      time += 5000;
      expect((await call('PUT', `/pipelines/${id}/cancel?reason=enough`)).status).toBe(200);
      expect((await call('GET', `/pipelines/${id}`)).body).toMatchObject({ status: 'RUNNING', canceled: true });
      expect(await statusAfter(id, 1)).toBe('CANCELED');
      expect((await call('PUT', '/pipelines/01UNKNOWN/cancel')).status).toBe(200);
    },
  );

  test('cancelling what is over names who wanted it and changes nothing else', async () => {
    const id = await trigger();
    time += 10_000;
    await call('PUT', `/pipelines/${id}/cancel?reason=late`, undefined);
    await call('PUT', `/pipelines/${id}/cancel?reason=later`, undefined);
    expect((await call('GET', `/pipelines/${id}`)).body).toMatchObject({
      status: 'SUCCEEDED',
      canceled: true,
      canceledBy: 'anonymous',
      cancellationReason: 'later',
    });
  });

  test('while an execution is paused nothing in it ends; what ran out meanwhile ends at once afterwards', async () => {
    const id = await trigger();
    time += 100;
    await call('PUT', `/pipelines/${id}/pause`);
    expect(await statusAfter(id, 60)).toBe('PAUSED');
    await call('PUT', `/pipelines/${id}/resume`);
    expect(await statusAfter(id, 3)).toBe('RUNNING');
    expect(await statusAfter(id, 4)).toBe('SUCCEEDED');
  });

  test('runs of a pipeline with a queue follow each other, the oldest first', async () => {
    const ids = [
      await queued('one-at-a-time'),
      await later(queued, 'one-at-a-time'),
      await later(queued, 'one-at-a-time'),
    ];
    const statuses = async () => Promise.all(ids.map((id) => statusAfter(id, 0)));
    expect(await statuses()).toEqual(['RUNNING', 'NOT_STARTED', 'NOT_STARTED']);
    time += 6500;
    expect(await statuses()).toEqual(['SUCCEEDED', 'RUNNING', 'NOT_STARTED']);
    time += 60_000;
    expect(await statuses()).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
  });

  test('of the runs that wait for one place the newest gets it, and the others are dropped', async () => {
    const ids = [await queued('newest-only'), await later(queued, 'newest-only'), await later(queued, 'newest-only')];
    time += 6500;
    const seen = await Promise.all(ids.map(async (id) => (await call('GET', `/pipelines/${id}`)).body));
    expect(seen).toMatchObject([
      { status: 'SUCCEEDED' },
      { status: 'CANCELED', canceledBy: 'spinnaker' },
      { status: 'RUNNING' },
    ]);
    expect(seen[1]).not.toHaveProperty('endTime');
  });

  test('a definition may ask for more than every order carries', async () => {
    const order = { eventId: 'e8', parameters: parameters() };
    const reply = await call('POST', '/pipelines/dxcp-scenarios/rejected', order);
    expect(reply).toMatchObject({ status: 400 });
    expect(String(asObject(reply.body).message)).toMatch(/Required parameter approvalTicket is missing/);
    expect((await call('GET', '/applications/*/executions/search?eventId=e8')).body).toEqual([]);
  });

  test('an operator chooses the scenario of the next orders of a service', async () => {
    await call('PUT', '/.simulator/scenarios', [{ service: 'demo-service', scenario: 'fail-config', times: 1 }]);
    const [failing, fine] = [await trigger(), await trigger()];
    expect(await statusAfter(failing, 10)).toBe('TERMINAL');
    expect(await statusAfter(fine, 0)).toBe('SUCCEEDED');
  });

  test('an operator arms, lists and clears faults, and is told what is none', async () => {
    expect((await call('PUT', '/.simulator/faults', [{ on: 'health', kind: 'http-503', times: 2 }])).status).toBe(200);
    expect((await call('GET', '/health')).status).toBe(503);
    expect((await call('GET', '/.simulator/faults')).body).toEqual([{ on: 'health', kind: 'http-503', times: 1 }]);
    await call('DELETE', '/.simulator/faults');
    expect((await call('GET', '/health')).status).toBe(200);
    expect((await call('PUT', '/.simulator/faults', [{ on: 'health', kind: 'flood' }])).status).toBe(400);
  });

  test('one request can ask for its own fault', async () => {
    const reply = await fetch(`${base}/health`, { headers: { 'x-simulator-fault': 'http-500' } });
    expect(reply.status).toBe(500);
  });

  test('it says what can be played with it', async () => {
    const described = asObject((await call('GET', '/.simulator')).body);
    expect(listOf(described.faults)).toHaveLength(Object.keys(FAULT_KINDS).length);
    expect(listOf(described.scenarios).length).toBeGreaterThan(15);
  });
});

async function open(): Promise<void> {
  simulator = createGateSimulator({ dataDir, now: () => time });
  base = await simulator.listen();
}

function parameters(version = '1.0.0'): JsonObject {
  return { service: 'demo-service', environment: 'sandbox', version };
}

async function trigger({ version, correlationId }: { version?: string; correlationId?: string } = {}): Promise<string> {
  const body = { type: 'manual', correlationId, parameters: parameters(version) };
  const reply = await call('POST', '/pipelines/dxcp-reference/deploy-standard', body);
  return String(asObject(reply.body).ref).replace('/pipelines/', '');
}

async function queued(scenario: string): Promise<string> {
  const reply = await call('POST', `/pipelines/dxcp-scenarios/${scenario}`, { parameters: parameters() });
  return String(asObject(reply.body).ref).replace('/pipelines/', '');
}

/** A moment later: what comes first is told by the time. */
async function later<Given, Answer>(act: (given: Given) => Promise<Answer>, given: Given): Promise<Answer> {
  time += 10;
  return act(given);
}

async function statusAfter(id: string, seconds: number): Promise<unknown> {
  time += seconds * 1000;
  return asObject((await call('GET', `/pipelines/${id}`)).body).status;
}

async function call(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${base}${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

function stagesOf(execution: unknown): readonly JsonObject[] {
  return listOf(asObject(execution).stages);
}

function listOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.map(asObject) : [];
}
