import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SCENARIO_APPLICATION } from '../../../lib/local/engine/definitions.ts';
import { asObject, type JsonObject } from '../../../lib/local/engine/json-object.ts';
import { createGateSimulator } from '../../../lib/local/engine/simulator.ts';
import { executionSkeleton, stageSkeletons } from './fixtures/skeletons.ts';

/** How the simulator is brought to what was recorded of the real engine: its scenario, and what is done to it. */
type Play = {
  readonly scenario: string;
  readonly acts: (play: Played) => Promise<void>;
  /** Kinds of stages of the recording that this scenario does not have; other recordings hold them to their shape. */
  readonly without?: readonly string[];
};

const over: Play['acts'] = async ({ pass }) => pass(60);
const ends = (scenario: string): Play => ({ scenario, acts: over });

/** The reference pipelines evaluate no variables: only `expression-fails` does. */
const NO_VARIABLES = ['evaluateVariables SUCCEEDED'];

const PLAYS: Readonly<Record<string, Play>> = {
  canceled: hangThen('cancel?reason=enough', 5),
  canceling: hangThen('cancel?reason=enough', 0.1),
  'expression-fails': ends('expression-fails'),
  'judgment-refused': ends('judgment-refused'),
  'judgment-waiting': ends('approval'),
  'nothing-began': ends('nothing-began'),
  paused: hangThen('pause', 5),
  'precondition-fails': ends('precondition-fails'),
  queued: { scenario: 'one-at-a-time', acts: async () => undefined },
  'refused-at-startup': ends('startup'),
  // The reference pipelines wait nowhere before the stage that hangs.
  running: { scenario: 'hang', acts: async ({ pass }) => pass(5), without: [...NO_VARIABLES, 'wait SUCCEEDED'] },
  'stage-timeout': ends('stage-timeout'),
  stopped: ends('stopped'),
  success: { ...ends('success'), without: NO_VARIABLES },
  'success-then-canceled': {
    scenario: 'success',
    acts: async ({ pass, put }) => {
      await pass(60);
      await put('cancel?reason=late');
    },
    without: NO_VARIABLES,
  },
  superseded: {
    scenario: 'newest-only',
    acts: async ({ pass, again }) => {
      await again();
      await pass(7);
    },
  },
  'unknown-stage': ends('unknown-stage'),
  warnings: ends('warnings'),
  'webhook-ends-badly': ends('webhook-ends-badly'),
  'webhook-refused': ends('webhook-refused'),
  'webhook-unreachable': ends('webhook-unreachable'),
};

/** Recordings the simulator has no counterpart of. */
const MISSING: Readonly<Record<string, string>> = {
  branches: 'pipelines of the simulator are one row of stages',
  child: 'no pipeline of the simulator starts another one',
  'child-fails': 'no pipeline of the simulator starts another one',
  'service-fails': 'no pipeline of the simulator starts another one; `fail-infrastructure` fails alike',
  'webhook-retried': 'calls of the simulator are answered at once',
  restarted: 'nobody restarts stages in the simulator; DXCP never asks an engine to',
};

type Played = {
  readonly pass: (seconds: number) => Promise<void>;
  readonly put: (act: string) => Promise<void>;
  /** The same order once more, by somebody else. */
  readonly again: () => Promise<void>;
};

function hangThen(act: string, seconds: number): Play {
  const acts: Play['acts'] = async ({ pass, put }) => {
    await pass(5);
    await put(act);
    await pass(seconds);
  };
  return { scenario: 'hang', acts };
}

const folder = join(import.meta.dirname, 'fixtures/recorded');
const recorded = (name: string): JsonObject => asObject(JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')));

let time = Date.parse('2026-03-02T09:00:00.000Z');
const simulator = createGateSimulator({ now: () => time });
let base = '';

beforeAll(async () => {
  base = await simulator.listen();
});
afterAll(() => simulator.close());

async function call(method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${base}${path}`, {
    method,
    headers: { 'content-type': 'application/json', 'x-spinnaker-user': 'release-manager' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return text === '' ? undefined : JSON.parse(text);
}

/** What a play leads to; an order that is refused may have left an execution all the same. */
async function played({ scenario, acts }: Play): Promise<JsonObject> {
  const { parameters } = asObject(recorded('success').trigger);
  const order = (eventId: string) => ({ correlationId: eventId, eventId, user: 'owner@example.com', parameters });
  const path = `/pipelines/${SCENARIO_APPLICATION}/${scenario}`;
  const again = async () => void (await call('POST', path, order(`other-${time}`)));
  const isQueued = scenario === 'one-at-a-time' || scenario === 'newest-only';
  if (isQueued) {
    await again();
    time += 1000;
  }
  const eventId = `event-${scenario}-${time}`;
  await call('POST', path, order(eventId));
  const found: unknown = await call('GET', `/applications/*/executions/search?eventId=${eventId}`);
  const id = String(asObject(Array.isArray(found) ? found[0] : undefined).id);
  time += 1000;
  const pass = async (seconds: number) => {
    time += seconds * 1000;
  };
  const put = async (act: string) => void (await call('PUT', `/pipelines/${id}/${act}`));
  await acts({ pass, put, again });
  return asObject(await call('GET', `/pipelines/${id}`));
}

describe('The simulator beside the real engine', () => {
  test('every recording has a play, or a reason for having none', () => {
    const names = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));
    expect(names.sort()).toEqual([...Object.keys(PLAYS), ...Object.keys(MISSING)].sort());
  });

  test.each(Object.entries(PLAYS))('an execution that was recorded as %s has the same shape', async (name, play) => {
    const real = recorded(name);
    const simulated = await played(play);
    expect(simulated.status).toBe(real.status);
    expect(executionSkeleton(simulated)).toEqual(executionSkeleton(real));
    const [wanted, found] = [stageSkeletons(real), stageSkeletons(simulated)];
    for (const kind of Object.keys(wanted).filter((one) => !play.without?.includes(one))) {
      expect(found[kind], kind).toEqual(wanted[kind]);
    }
  });

  test('synthetic stages stand before their parent, there as here', async () => {
    for (const execution of [recorded('success'), await played(ends('success'))]) {
      const ids = stagesOf(execution).map(({ id }) => id);
      const children = stagesOf(execution).filter(({ parentStageId }) => parentStageId !== undefined);
      expect(children.length).toBeGreaterThan(0);
      for (const child of children) expect(ids.indexOf(child.id)).toBeLessThan(ids.indexOf(child.parentStageId));
    }
  });
});

function stagesOf({ stages }: JsonObject): readonly JsonObject[] {
  return Array.isArray(stages) ? stages.map(asObject) : [];
}
