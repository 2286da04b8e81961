import { describe, expect, test } from 'vitest';
import { createSpinnakerEngine } from '../../../lib/adapters/spinnaker/engine.ts';
import { countRequests, meterEngine } from '../../../lib/adapters/system/metered-engine.ts';
import { createMetrics } from '../../../lib/adapters/system/metrics.ts';
import { executionJson, stageJson, taskException } from '../spinnaker/fixtures/executions.ts';
import { orderFor } from '../spinnaker/fixtures/orders.ts';

describe('What operators count of an engine', () => {
  test('is every request that a call takes, and each of them once where calls overlap', async () => {
    const { onRequest, taken } = countRequests();
    const told: number[] = [];
    const engine = meterEngine(
      createSpinnakerEngine({
        gateUrl: 'http://gate.example',
        http: async () => {
          onRequest();
          return Response.json({ message: 'away' }, { status: 503 });
        },
        clock: { now: () => new Date('2026-03-02T10:00:00.000Z') },
        sleep: async () => undefined,
      }),
      (signal) => signal.kind === 'engine call' && told.push(signal.requests ?? 0),
      { now: () => 0, requests: taken },
    );
    await expect(engine.observe('a', orderFor())).rejects.toMatchObject({ kind: 'UNAVAILABLE' });
    expect(told).toEqual([1]);
    await expect(engine.applications()).rejects.toMatchObject({ kind: 'UNAVAILABLE' });
    expect(told).toEqual([1, 3]);
    await Promise.allSettled([engine.observe('a', orderFor()), engine.applications(), engine.applications()]);
    expect(told.reduce((sum, count) => sum + count)).toBe(1 + 3 + 1 + 3 + 3);
  });

  test('a failure nobody has words for is one line with its types and nothing that was said', async () => {
    const context = taskException('IllegalStateException', { errors: ['flux sprocket of hunter2'] });
    const execution = executionJson({
      stages: [stageJson('1', { type: 'deploySprocket', status: 'TERMINAL', context })],
    });
    const lines: string[] = [];
    const engine = meterEngine(
      createSpinnakerEngine({
        gateUrl: 'http://gate.example',
        http: async (url) => Response.json(url.includes('executionIds') ? [execution] : execution),
        clock: { now: () => new Date('2026-03-02T10:00:00.000Z') },
      }),
      createMetrics({ plane: 'plane-1', now: () => 0, write: (line) => lines.push(line) }),
      { now: () => 0 },
    );
    await engine.observe('01JT0000000000000000000001', orderFor());
    const told = lines.filter((line) => line.includes('unclassified'));
    expect(told.map((line): unknown => JSON.parse(line))).toMatchObject([
      {
        about: 'unclassified',
        what: 'failure',
        of: 'deploySprocket / IllegalStateException / exception',
        EngineUnclassified: 1,
      },
    ]);
    expect(told.join()).not.toMatch(/flux|hunter2/);
  });
});
