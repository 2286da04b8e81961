import { describe, expect, test } from 'vitest';
import { meterEngine } from '../../../lib/adapters/system/metered-engine.ts';
import { createMetrics } from '../../../lib/adapters/system/metrics.ts';
import { EngineFault, type EngineOrder } from '../../../lib/ports/engine.ts';
import type { Signal } from '../../../lib/ports/world.ts';
import { createScriptedEngine } from '../../ports/scripted-engine.ts';

describe('Metrics', () => {
  const lineOf = (signal: Signal): Record<string, unknown> => {
    const lines: string[] = [];
    createMetrics({ plane: 'dxcp-test', now: () => 1_795_262_400_000, write: (line) => lines.push(line) })(signal);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^\{.*\}\n$/);
    return JSON.parse(lines[0] ?? '');
  };

  test.each<[Signal, Record<string, number>]>([
    [
      { kind: 'engine call', method: 'find', ms: 12 },
      { EngineCalls: 1, EngineCallTime: 12, EngineFaults: 0 },
    ],
    [
      { kind: 'engine call', method: 'start', ms: 8000, requests: 2, fault: 'TIMEOUT' },
      { EngineCalls: 1, EngineRequests: 2, EngineCallTime: 8000, EngineFaults: 1 },
    ],
    [{ kind: 'unclassified', what: 'status' }, { EngineUnclassified: 1 }],
    [{ kind: 'breaker', state: 'open' }, { BreakerOpened: 1 }],
    [{ kind: 'breaker', state: 'closed' }, { BreakerClosed: 1 }],
    [{ kind: 'strays given up', count: 2 }, { StraysGivenUp: 2 }],
    [{ kind: 'late end' }, { LateEnds: 1 }],
    [{ kind: 'engine', reachable: false }, { EngineUnreachable: 1 }],
    [{ kind: 'engine', reachable: true }, { EngineUnreachable: 0 }],
  ])('of %j are a line in the embedded format, named by the plane', (signal, values) => {
    const line = lineOf(signal);
    expect(line).toMatchObject({ Plane: 'dxcp-test', ...values });
    const { CloudWatchMetrics, Timestamp } = line._aws as {
      CloudWatchMetrics: { Namespace: string; Dimensions: string[][]; Metrics: { Name: string }[] }[];
      Timestamp: number;
    };
    expect(Timestamp).toBe(1_795_262_400_000);
    expect(CloudWatchMetrics).toHaveLength(1);
    expect(CloudWatchMetrics[0]?.Namespace).toBe('DXCP');
    expect(CloudWatchMetrics[0]?.Metrics.map(({ Name }) => Name)).toEqual(Object.keys(values));
    const named = CloudWatchMetrics[0]?.Dimensions.flat() ?? [];
    expect(named.every((name) => typeof line[name] === 'string')).toBe(true);
    expect(named.includes('fault')).toBe('fault' in signal);
  });
});

describe('An engine whose calls are told', () => {
  const metered = () => {
    const signals: Signal[] = [];
    let now = 0;
    const engine = createScriptedEngine({ now: () => new Date('2026-11-21T12:00:00.000Z') });
    const ticking = () => {
      now += 5;
      return now;
    };
    return { engine, signals, told: meterEngine(engine, (signal) => signals.push(signal), { now: ticking }) };
  };
  const order = { deploymentId: 'd', eventId: 'e', steps: [] } as unknown as EngineOrder;

  test('answers and fails as without that, and tells of each call', async () => {
    const { engine, signals, told } = metered();
    expect(told).toMatchObject({ kind: engine.kind, abilities: engine.abilities });
    expect(await told.start(order)).toMatchObject({ kind: 'accepted' });
    engine.fail('find', 'TIMEOUT');
    await expect(told.find(order)).rejects.toBeInstanceOf(EngineFault);
    await told.health();
    expect(signals).toEqual([
      { kind: 'engine call', method: 'start', ms: 5 },
      { kind: 'engine call', method: 'find', ms: 5, fault: 'TIMEOUT' },
      { kind: 'engine call', method: 'health', ms: 5 },
    ]);
  });

  test('tells of what nobody has words for, in each way of looking', async () => {
    const { engine, signals, told } = metered();
    await told.start(order);
    const { id = '' } = engine.of('d')[0] ?? {};
    engine.move('d', { status: 'UNKNOWN' });
    await told.observeMany([{ executionId: id, steps: [] }]);
    engine.move('d', {
      status: 'FAILED',
      failures: [
        { category: 'UNKNOWN', summary: '?' },
        { category: 'APP', summary: '!' },
      ],
    });
    await told.observe(id, order);
    expect(signals.filter(({ kind }) => kind === 'unclassified')).toMatchObject([
      { kind: 'unclassified', what: 'status' },
      { kind: 'unclassified', what: 'failure' },
    ]);
  });
});
