import { bearerAuth } from '../../../lib/adapters/spinnaker/auth/credentials.ts';
import { createSpinnakerEngine } from '../../../lib/adapters/spinnaker/engine.ts';
import { SCENARIO_APPLICATION } from '../../../lib/local/engine/definitions.ts';
import { createGateSimulator } from '../../../lib/local/engine/simulator.ts';
import { type Behaviour, type CallFault, describeEngine, type EngineWorld } from '../../ports/engine.suite.ts';
import { orderFor } from './fixtures/orders.ts';

describeEngine('The Spinnaker adapter above the Gate simulator', makeWorld, {
  behaviours: [
    'success',
    'warnings',
    'hang',
    'queued',
    'superseded',
    'rolled-back',
    'strange',
    'missing',
    'rejected',
    'startup',
    'judgment-refused',
    'webhook-refused',
    'webhook-unreachable',
    'precondition-fails',
    'expression-fails',
    'stage-timeout',
    'nothing-began',
    'fail-validation',
    'fail-policy',
    'fail-artifact',
    'fail-infrastructure',
    'fail-config',
    'fail-app',
    'fail-timeout',
    'fail-rollback',
    'fail-unknown',
  ],
  faults: true,
});

/** Simulator time stands still unless it is advanced; only HTTP is real. */
async function makeWorld(): Promise<EngineWorld> {
  let time = Date.parse('2026-03-02T09:00:00.000Z');
  const simulator = createGateSimulator({ now: () => time, token: 'plane-token' });
  const gateUrl = await simulator.listen();
  const engine = createSpinnakerEngine({
    gateUrl,
    auth: bearerAuth('plane-token'),
    http: fetch,
    clock: { now: () => new Date(time) },
    sleep: async () => undefined,
    timeouts: { callMs: 400, maxBytes: 256 * 1024 },
  });
  let count = 0;
  return {
    engine,
    order: (behaviour: Behaviour) => {
      count += 1;
      return orderFor({ application: SCENARIO_APPLICATION, definition: behaviour, number: count, requestedAt: time });
    },
    advance: async (seconds) => {
      time += seconds * 1000;
    },
    misbehave: (on, kind: CallFault, times = 1) => {
      const fault = kind === 'silence' ? { kind: 'latency' as const, ms: 900 } : { kind };
      simulator.faults.arm([{ on, times, ...fault }]);
    },
    close: () => simulator.close(),
  };
}
