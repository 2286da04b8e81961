import type { EngineOrder } from '../../lib/ports/engine.ts';
import { describeEngine, type EngineWorld } from './engine.suite.ts';
import { createScriptedEngine } from './scripted-engine.ts';

describeEngine('The engine that tests script', makeWorld, {
  behaviours: ['success', 'hang', 'missing'],
  faults: false,
});

async function makeWorld(): Promise<EngineWorld> {
  let time = Date.parse('2026-11-21T12:00:00.000Z');
  const clock = { now: () => new Date(time) };
  const engine = createScriptedEngine(clock, {
    success: { seconds: 10, end: 'SUCCEEDED' },
    hang: { seconds: Number.POSITIVE_INFINITY, end: 'SUCCEEDED' },
  });
  let orders = 0;
  return {
    engine,
    order: (behaviour): EngineOrder => {
      orders += 1;
      const deploymentId = `deployment-${orders}`;
      return {
        deploymentId,
        correlationId: `dxcp:${deploymentId}`,
        eventId: `dxcp-${deploymentId}`,
        application: 'demo',
        definition: behaviour,
        requestedBy: 'owner@example.com',
        requestedAt: clock.now().toISOString(),
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
    },
    advance: async (seconds) => {
      time += seconds * 1000;
    },
    misbehave: () => undefined,
    close: async () => undefined,
  };
}
