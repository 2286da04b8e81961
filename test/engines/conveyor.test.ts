import { describe, expect, test } from 'vitest';
import type { EngineOrder, Observation } from '../../lib/ports/engine.ts';
import { describeEngine, type EngineWorld } from '../ports/engine.suite.ts';
import { type Call, conveyorAbilities, createConveyor, readConveyorEvent } from './conveyor.ts';

/** When the belt calls, in seconds after it took the parcel, and at which station. */
const courses: Readonly<Record<string, readonly (readonly [seconds: number, call: Call, station: number])[]>> = {
  success: [
    [0, 'waiting', 1],
    [1, 'moving', 1],
    [3, 'moving', 2],
    [5, 'moving', 3],
    [8, 'delivered', 3],
  ],
  'fail-artifact': [
    [1, 'moving', 1],
    [3, 'broken', 2],
  ],
  'fail-infrastructure': [
    [1, 'moving', 1],
    [2, 'jammed', 1],
  ],
  'rolled-back': [
    [0, 'moving', 1],
    [2, 'moving', 2],
    [4, 'returned', 2],
  ],
  queued: [
    [0, 'waiting', 1],
    [4, 'moving', 1],
    [6, 'delivered', 3],
  ],
};

describeEngine('The conveyor, which only calls back', makeWorld, {
  behaviours: ['success', 'queued', 'rolled-back', 'fail-artifact', 'fail-infrastructure', 'missing'],
  faults: false,
  declared: conveyorAbilities,
});

describe('What the conveyor calls', () => {
  const conveyor = createConveyor({ now: () => new Date('2026-11-21T12:00:00.000Z') });

  test.each([
    ['nothing', undefined],
    ['a text', 'delivered'],
    ['another belt', { belt: 'other', label: 'd', parcel: 'p', call: 'delivered' }],
    [
      'a call that is none',
      { belt: 'dxcp', label: 'd', parcel: 'p', call: 'toString', station: 1, stations: 3, sign: '' },
    ],
  ])('says nothing to DXCP when it is %s', (_, body) => {
    expect(readConveyorEvent(body)).toBeUndefined();
  });

  test('names the deployment, the execution, and the step in the words of the recipe', async () => {
    const order = orderOf('success', 1);
    await conveyor.start(order);
    expect(readConveyorEvent(conveyor.call(order.deploymentId, 'moving', 2))).toMatchObject({
      deploymentId: order.deploymentId,
      executionId: 'parcel-1',
      observation: { status: 'RUNNING', progress: { done: 1, total: 3, label: 'Roll out' } },
    });
  });
});

async function makeWorld(): Promise<EngineWorld> {
  let time = Date.parse('2026-11-21T12:00:00.000Z');
  const engine = createConveyor({ now: () => new Date(time) }, Object.keys(courses));
  let orders = 0;

  /** The last of what was called by now. */
  const told = (executionId: string): Observation | undefined => {
    const parcel = engine.parcels.find(({ id }) => id === executionId);
    if (!parcel) return undefined;
    const { order, takenAt } = parcel;
    const seconds = (time - Date.parse(takenAt)) / 1000;
    const [, call, station] = courses[order.definition]?.findLast(([at]) => at <= seconds) ?? [0, 'waiting', 1];
    return readConveyorEvent(engine.call(order.deploymentId, call, station))?.observation;
  };

  return {
    engine,
    told,
    order: (behaviour) => {
      orders += 1;
      return orderOf(behaviour, orders);
    },
    advance: async (seconds) => {
      time += seconds * 1000;
    },
    misbehave: () => undefined,
    close: async () => undefined,
  };
}

function orderOf(definition: string, number: number): EngineOrder {
  const deploymentId = `deployment-${number}`;
  return {
    deploymentId,
    correlationId: `dxcp:${deploymentId}`,
    eventId: `dxcp-${deploymentId}`,
    application: 'demo',
    definition,
    requestedBy: 'owner@example.com',
    requestedAt: '2026-11-21T12:00:00.000Z',
    steps: ['Prepare', 'Roll out', 'Verify'],
    parameters: {
      deploymentId,
      service: 'demo-service',
      environment: 'sandbox',
      version: '1.0.0',
      artifactRef: 's3://artifacts/demo-service/demo-service-1.0.0.zip',
      changeSummary: 'Faster checkout',
    },
  };
}
