import { setTimeout as pause } from 'node:timers/promises';
import { createSpinnakerEngine } from '../../lib/adapters/spinnaker/engine.ts';
import type { EngineOrder, StartAnswer } from '../../lib/ports/engine.ts';
import { CONTRACT, callOrca, openJudgment } from '../../scripts/spinnaker/orca.ts';
import { orderFor } from '../adapters/spinnaker/fixtures/orders.ts';
import { type Behaviour, type CallFault, describeEngine, type EngineWorld } from '../ports/engine.suite.ts';
import { openFaultProxy } from './fault-proxy.ts';

/** Everything DXCP relies on, asked of Orca's own engine. What needs a cloud cannot be made to happen here. */
describeEngine('The Spinnaker adapter above a real engine', makeWorld, {
  behaviours: [
    'success',
    'warnings',
    'hang',
    'queued',
    'superseded',
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
    'service-fails',
    'child-fails',
  ],
  faults: true,
});

const engineUrl = process.env.SPINNAKER_URL ?? '';
/** The suite counts in seconds of a deployment; the contract's definitions are quicker than any. */
const SECOND_MS = 350;
let orders = 0;

async function makeWorld(): Promise<EngineWorld> {
  const proxy = await openFaultProxy(engineUrl);
  const engine = createSpinnakerEngine({
    gateUrl: proxy.url,
    http: fetch,
    clock: { now: () => new Date() },
    sleep: async () => undefined,
    timeouts: { callMs: 1500, maxBytes: 256 * 1024 },
  });
  const around = circumstances();
  return {
    engine: {
      ...engine,
      start: async (order) => {
        await around.before(order);
        const answer = await engine.start(order);
        await around.after(order, answer);
        return answer;
      },
    },
    order: (behaviour: Behaviour) => {
      orders += 1;
      return orderFor({ application: CONTRACT, definition: behaviour, number: orders, requestedAt: Date.now() });
    },
    advance: async (seconds) => {
      await pause(seconds * SECOND_MS);
      await around.pass();
    },
    misbehave: (on, kind: CallFault, times = 1) => {
      const fault = kind === 'silence' ? { kind: 'latency' as const, ms: 2500 } : { kind };
      proxy.faults.arm([{ on, times, ...fault }]);
    },
    close: proxy.close,
  };
}

/** What others do to the engine meanwhile: orders before and after this one, and an approver who refuses. */
function circumstances() {
  const orca = callOrca(engineUrl);
  const judged: string[] = [];
  return {
    before: async ({ definition }: EngineOrder): Promise<void> => {
      if (definition !== 'queued' && definition !== 'superseded') return;
      const id = await orca.trigger(definition, {});
      await orca.until(id ?? '', ({ status }) => status === 'RUNNING');
    },
    after: async ({ definition }: EngineOrder, answer: StartAnswer): Promise<void> => {
      if (definition === 'superseded') {
        // Which of two waiting orders is the newer one is settled when the engine queues them, not when it takes them.
        await pause(1000);
        await orca.trigger(definition, {});
      }
      if (definition === 'judgment-refused' && answer.kind === 'accepted') judged.push(answer.executionId);
    },
    pass: async (): Promise<void> => {
      for (const id of judged) {
        const open = openJudgment(await orca.read(id));
        if (open) await orca.judge(id, open.id, 'stop', 'Not inside the release window');
      }
    },
  };
}
