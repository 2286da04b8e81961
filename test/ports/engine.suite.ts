import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EngineAbilities as PortAbilities } from '../../lib/contract/engine-abilities.ts';
import type { FailureCategory } from '../../lib/contract/failure.ts';
import {
  type Engine,
  EngineFault,
  type EngineFaultKind,
  type EngineOrder,
  type Observation,
} from '../../lib/ports/engine.ts';

/** How the definition behind an order behaves in the engine under test. */
export type Behaviour =
  | 'success'
  | 'warnings'
  | 'hang'
  | 'queued'
  | 'superseded'
  | 'rolled-back'
  | 'strange'
  | 'missing'
  | ExplainedFailure
  /** The definition asks for a parameter that no order carries. */
  | 'rejected'
  /** The order is refused, and yet an execution that is over stays behind. */
  | 'startup'
  | `fail-${Lowercase<FailureCategory>}`;

/** One way to fail each, told apart by where an engine leaves the reason. The world brings the circumstances about. */
export type ExplainedFailure =
  /** An approver is asked and says no: "Not inside the release window". */
  | 'judgment-refused'
  /** The target of a step answers 4xx and says why: "Readiness probe failed". */
  | 'webhook-refused'
  /** Nothing listens at the target of a step. */
  | 'webhook-unreachable'
  /** A precondition does not hold; its author wrote what that means: "… may not be changed …". */
  | 'precondition-fails'
  /** The definition refers to something that does not exist. */
  | 'expression-fails'
  /** A step exceeds the limit its author gave it. */
  | 'stage-timeout'
  /** A system that the engine itself works with answers 500. */
  | 'service-fails'
  /** The definition runs another one, and that fails as in `precondition-fails`. */
  | 'child-fails'
  /** Accepted, and over at once without a step that failed. */
  | 'nothing-began';

export type CallFault =
  | 'reset-before'
  | 'reset-after'
  | 'http-500'
  | 'http-503'
  | 'http-500-after'
  | 'empty-200'
  | 'redirect-login'
  | 'html'
  | 'not-json'
  | 'huge-body'
  | 'unauthorized'
  | 'not-found'
  | 'duplicate-accept'
  | 'silence';

/** An engine to be judged, with the means to make it behave in known ways. */
export type EngineWorld = {
  readonly engine: Engine;
  /** A new order, never given before, for a definition that behaves so. */
  order(behaviour: Behaviour): EngineOrder;
  advance(seconds: number): Promise<void>;
  /** Of an engine that cannot be asked: what its events have told of an execution until now. */
  told?(executionId: string): Observation | undefined;
  /** Makes the next calls of one kind misbehave. */
  misbehave(
    on: 'start' | 'find' | 'observe' | 'observeMany' | 'cancel' | 'health',
    fault: CallFault,
    times?: number,
  ): void;
  close(): Promise<void>;
};

/** What the engine under test is able to do and can be made to do; the rest of the suite is left out. */
export type EngineAbilities = {
  readonly behaviours: readonly Behaviour[];
  readonly faults: boolean;
  /** What it declares at the port; when left out, it can be searched, asked and stopped. */
  readonly declared?: PortAbilities;
};

const CATEGORIES = [
  'VALIDATION',
  'POLICY',
  'ARTIFACT',
  'INFRASTRUCTURE',
  'CONFIG',
  'APP',
  'TIMEOUT',
  'ROLLBACK',
  'UNKNOWN',
] as const satisfies readonly FailureCategory[];

/** What each failure is, and the words that must reach the reader. */
const EXPLAINED: readonly (readonly [ExplainedFailure, FailureCategory, RegExp])[] = [
  ['judgment-refused', 'POLICY', /release window/i],
  ['webhook-refused', 'APP', /readiness probe/i],
  ['webhook-unreachable', 'INFRASTRUCTURE', /refused|reached?|connect|no answer/i],
  ['precondition-fails', 'VALIDATION', /may not be changed/i],
  ['expression-fails', 'CONFIG', /evaluate/i],
  ['stage-timeout', 'TIMEOUT', /timed out/i],
  ['service-fails', 'INFRASTRUCTURE', /./],
  ['child-fails', 'VALIDATION', /may not be changed/i],
  ['nothing-began', 'CONFIG', /./],
];

let world: EngineWorld;
let able: PortAbilities;

/** Everything DXCP relies on of any engine. */
export function describeEngine(name: string, makeWorld: () => Promise<EngineWorld>, abilities: EngineAbilities): void {
  const can = (behaviour: Behaviour) => abilities.behaviours.includes(behaviour);
  const { declared } = abilities;
  describe(name, () => {
    beforeEach(async () => {
      world = await makeWorld();
      able = world.engine.abilities;
    });
    afterEach(() => world.close());

    testDeclared(declared);
    describeLife();
    if (declared?.observation !== false) describeObservation();
    if (declared?.cancel !== false) describeCancel();
    describeEnds();
    for (const category of CATEGORIES) {
      const behaviour: Behaviour = `fail-${lower(category)}`;
      if (can(behaviour)) testFailure(category, behaviour);
    }
    for (const [behaviour, category, words] of EXPLAINED) {
      if (can(behaviour)) testFailure(category, behaviour, words);
    }
    if (can('rejected')) testRejected();
    if (can('startup')) testStartup();
    if (can('warnings')) testWarnings();
    if (can('rolled-back')) testRolledBack();
    if (can('queued')) testQueued();
    if (can('superseded')) testSuperseded();
    if (can('strange')) testStrange();
    if (abilities.faults) {
      describeAmbiguousStarts();
      describeFaults();
    }
  });
}

function testDeclared(declared: PortAbilities | undefined): void {
  test('the engine says of itself what it is able to do', () => {
    expect(able).toMatchObject(declared ?? { search: true, cancel: true, observation: true });
    expect(able.observation || able.events).toBe(true);
  });
}

function describeLife(): void {
  test('an accepted order is found, and can be followed to its success', async () => {
    const order = world.order('success');
    await expectFound(order, []);
    const id = await started(order);
    await expectFound(order, [id]);

    const end = await followed(id, order);
    expect(end.status).toBe('SUCCEEDED');
    expect(end.failures).toEqual([]);
    expect(end.warnings).toEqual([]);
    expect(end.progress).toEqual({ done: order.steps.length, total: order.steps.length, label: order.steps.at(-1) });
    expect(Date.parse(end.finishedAt ?? '')).toBeGreaterThan(Date.parse(end.startedAt ?? ''));
  });

  test('progress never goes back and speaks the labels of the recipe', async () => {
    const order = world.order('success');
    const id = await started(order);
    let done = 0;
    for (let second = 0; second < 8; second += 1) {
      const seen = await observed(id, order);
      expect(seen.progress?.done ?? 0).toBeGreaterThanOrEqual(done);
      expect([undefined, ...order.steps]).toContain(seen.progress?.label);
      done = seen.progress?.done ?? done;
      await world.advance(1);
    }
    expect(done).toBeGreaterThan(1);
  });
}

function describeObservation(): void {
  test('many executions are observed at a glance and unknown ids are left out', async () => {
    const orders = [world.order('success'), world.order('hang')];
    const ids = await Promise.all(orders.map(started));
    const seen = await world.engine.observeMany(watched([...ids, '01ARZ3NDEKTSV4RRFFQ69G5FAV']));
    expect([...seen.keys()].sort()).toEqual([...ids].sort());
    for (const observation of seen.values()) expect(['QUEUED', 'RUNNING']).toContain(observation.status);
  });

  test('an execution nobody knows is not observed', async () => {
    expect(await world.engine.observe('01ARZ3NDEKTSV4RRFFQ69G5FAV', world.order('success'))).toBeUndefined();
    expect((await world.engine.observeMany([])).size).toBe(0);
  });
}

function describeCancel(): void {
  test('a hanging execution runs until it is cancelled', async () => {
    const order = world.order('hang');
    const id = await started(order);
    await world.advance(30);
    expect((await observed(id, order)).status).toBe('RUNNING');
    await world.engine.cancel(id, 'asked for by a test');
    expect((await followed(id, order)).status).toBe('CANCELED');
  });

  test('cancelling what is over changes nothing', async () => {
    const order = world.order('success');
    const id = await started(order);
    await followed(id, order);
    await world.engine.cancel(id, 'too late');
    await world.advance(2);
    expect((await observed(id, order)).status).toBe('SUCCEEDED');
  });
}

function describeEnds(): void {
  test('an order for an unknown definition is definitely rejected', async () => {
    const order = world.order('missing');
    const answer = await world.engine.start(order);
    expect(answer).toMatchObject({ kind: 'rejected', failure: { category: 'CONFIG' } });
    await expectFound(order, []);
  });

  test('the engine names the application and its definitions, and the engine is healthy', async () => {
    const order = world.order('success');
    expect(await world.engine.applications()).toContain(order.application);
    const definitions = await world.engine.definitions(order.application);
    expect(definitions).toContainEqual({ name: order.definition, enabled: true });
    expect(await world.engine.definitions('no-such-application')).toEqual([]);
    expect(await world.engine.health()).toEqual({ ok: true });
  });
}

function testFailure(category: FailureCategory, behaviour: Behaviour, words = /./): void {
  test(`the failure of ${behaviour} is explained as ${category}, without addresses or secrets`, async () => {
    const order = world.order(behaviour);
    const end = await followed(await started(order), order);
    expect(end.status).toBe('FAILED');
    expect(end.failures).toHaveLength(1);
    const failure = end.failures[0];
    expect(failure?.category).toBe(category);
    expect(failure?.summary).not.toBe('');
    expect(failure?.actionHint).not.toBe('');
    expect(failure?.evidence).not.toBe('');
    expect(`${failure?.summary} ${failure?.detail ?? ''}`).toMatch(words);
    expect(JSON.stringify(failure)).not.toMatch(/https?:|s3cr3t|\.java:|clouddriver\.engine/);
    expect(`${failure?.summary}${failure?.detail}`).not.toMatch(/spinnaker|orca|clouddriver|kato/i);
  });
}

function testRejected(): void {
  test('an order without what the definition asks for is definitely rejected, and the reason names it', async () => {
    const order = world.order('rejected');
    const answer = await world.engine.start(order);
    const failure = answer.kind === 'rejected' ? answer.failure : undefined;
    expect(['CONFIG', 'VALIDATION']).toContain(failure?.category);
    expect(failure?.detail).toMatch(/required parameter \S+ is missing/i);
    await expectFound(order, []);
  });
}

function testStartup(): void {
  test('an order refused at startup is rejected, and what it left behind is over', async () => {
    const order = world.order('startup');
    expect(await world.engine.start(order)).toMatchObject({ kind: 'rejected' });
    const left = await world.engine.find(order);
    expect(left).toHaveLength(1);
    const seen = await observed(left[0]?.id ?? '', order);
    expect(seen).toMatchObject({ status: 'FAILED', failures: [{ detail: expect.stringMatching(/./) }] });
  });
}

function testWarnings(): void {
  test('a success with a failed step is a success with a warning', async () => {
    const order = world.order('warnings');
    const end = await followed(await started(order), order);
    expect(end.status).toBe('SUCCEEDED');
    expect(end.failures).toEqual([]);
    expect(end.warnings).toHaveLength(1);
  });
}

function testRolledBack(): void {
  test('an execution that brought the earlier version back says so, and why', async () => {
    const order = world.order('rolled-back');
    const end = await followed(await started(order), order);
    expect(end.status).toBe('ROLLED_BACK');
    expect(end.failures[0]?.category).toBe('APP');
  });
}

function testQueued(): void {
  test('an execution behind another one is queued, then runs', async () => {
    const order = world.order('queued');
    const id = await started(order);
    expect((await observed(id, order)).status).toBe('QUEUED');
    expect((await followed(id, order)).status).toBe('SUCCEEDED');
  });
}

function testSuperseded(): void {
  test('a queued execution dropped for a newer one is canceled with its reason', async () => {
    const order = world.order('superseded');
    const end = await followed(await started(order), order);
    expect(end.status).toBe('CANCELED');
    expect(end.warnings.join()).toMatch(/newer/);
  });
}

function testStrange(): void {
  test('a status nobody knows is unknown, neither running nor over', async () => {
    const order = world.order('strange');
    const id = await started(order);
    await world.advance(1);
    expect((await observed(id, order)).status).toBe('UNKNOWN');
  });
}

function describeAmbiguousStarts(): void {
  const cases: readonly (readonly [CallFault, EngineFaultKind, number])[] = [
    ['reset-before', 'UNAVAILABLE', 0],
    ['reset-after', 'UNAVAILABLE', 1],
    ['http-500', 'CALL_FAILED', 0],
    ['http-500-after', 'CALL_FAILED', 1],
    ['http-503', 'UNAVAILABLE', 0],
    ['silence', 'TIMEOUT', 1],
    ['empty-200', 'CALL_FAILED', 0],
    ['html', 'UNAUTHORIZED', 0],
    ['not-json', 'CALL_FAILED', 0],
    ['huge-body', 'CALL_FAILED', 0],
  ];
  test.each(cases)(
    'a start answered by %s is an ambiguous %s fault, and the search finds %i',
    async (kind, fault, found) => {
      const order = world.order('hang');
      world.misbehave('start', kind);
      expect(await faultOf(world.engine.start(order))).toMatchObject({ kind: fault, ambiguous: true });
      await expect
        .poll(async () => (await world.engine.find(order)).length, { timeout: 2000, interval: 20 })
        .toBe(found);
    },
  );

  test.each([['redirect-login'], ['unauthorized']] as const)(
    'a start answered by %s never reached the engine',
    async (kind) => {
      const order = world.order('hang');
      world.misbehave('start', kind);
      expect(await faultOf(world.engine.start(order))).toMatchObject({ kind: 'UNAUTHORIZED', ambiguous: false });
      expect(await world.engine.find(order)).toEqual([]);
    },
  );

  test('a second start of an order that still runs gives the same execution', async () => {
    const order = world.order('hang');
    const first = await started(order);
    expect(await started(order)).toBe(first);
  });

  test('an order accepted twice is found twice, oldest first', async () => {
    const order = world.order('hang');
    world.misbehave('start', 'duplicate-accept');
    const id = await started(order);
    const found = await world.engine.find(order);
    expect(found).toHaveLength(2);
    expect(found.map((execution) => execution.id)).toContain(id);
    const times = found.map((execution) => Date.parse(execution.startedAt));
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });
}

function describeFaults(): void {
  test.each(['reset-before', 'http-500', 'http-503', 'empty-200'] as const)(
    'a read that once meets %s is a fault or an answer, and an answer when it is asked again',
    async (kind) => {
      const order = world.order('hang');
      const id = await started(order);
      const reads = {
        observe: async () => expect(await observed(id, order)).toMatchObject({ executionId: id }),
        observeMany: async () =>
          expect((await world.engine.observeMany(watched([id, '01ARZ3NDEKTSV4RRFFQ69G5FAV']))).size).toBe(1),
        find: async () => expect(await world.engine.find(order)).toHaveLength(1),
      };
      for (const name of ['observe', 'observeMany', 'find'] as const) {
        world.misbehave(name, kind);
        await reads[name]().catch((error: unknown) => {
          if (!(error instanceof EngineFault)) throw error;
        });
        await reads[name]();
      }
    },
  );

  const lasting: readonly (readonly [CallFault, EngineFaultKind])[] = [
    ['http-500', 'CALL_FAILED'],
    ['http-503', 'UNAVAILABLE'],
    ['empty-200', 'UNAVAILABLE'],
    ['redirect-login', 'UNAUTHORIZED'],
    ['html', 'UNAUTHORIZED'],
    ['huge-body', 'CALL_FAILED'],
    ['unauthorized', 'UNAUTHORIZED'],
  ];
  test.each(lasting)('reads that keep meeting %s end with a %s fault, never with an answer', async (kind, fault) => {
    const order = world.order('hang');
    const id = await started(order);
    world.misbehave('observe', kind, 10);
    world.misbehave('find', kind, 10);
    expect((await faultOf(world.engine.observe(id, order))).kind).toBe(fault);
    expect((await faultOf(world.engine.find(order))).kind).toBe(fault);
  });

  test('an execution the engine does not show yet is no execution that is gone', async () => {
    const order = world.order('hang');
    const id = await started(order);
    world.misbehave('observe', 'not-found');
    expect(await world.engine.observe(id, order)).toBeUndefined();
    expect(['QUEUED', 'RUNNING']).toContain((await observed(id, order)).status);
  });

  test('an engine that answers with errors is not healthy, which is an answer and no fault', async () => {
    world.misbehave('observe', 'http-503', 10);
    expect(await world.engine.health()).toMatchObject({ ok: false });
  });

  test('a cancel that breaks is a fault, and can be repeated', async () => {
    const order = world.order('hang');
    const id = await started(order);
    world.misbehave('cancel', 'reset-after');
    expect((await faultOf(world.engine.cancel(id, 'first'))).kind).toBe('UNAVAILABLE');
    await world.engine.cancel(id, 'second');
    expect((await followed(id, order)).status).toBe('CANCELED');
  });
}

const watched = (ids: readonly string[]) => ids.map((executionId) => ({ executionId, steps: [] }));

async function started(order: EngineOrder): Promise<string> {
  const answer = await world.engine.start(order);
  if (answer.kind === 'rejected') throw new Error(`rejected: ${answer.failure.summary} ${answer.failure.detail}`);
  return answer.executionId;
}

/** Only where the engine can be searched. */
async function expectFound(order: EngineOrder, ids: readonly string[]): Promise<void> {
  if (able.search) expect((await world.engine.find(order)).map(({ id }) => id)).toEqual(ids);
}

async function observed(id: string, order: EngineOrder): Promise<Observation> {
  const seen = able.observation ? await world.engine.observe(id, order) : world.told?.(id);
  if (!seen) throw new Error('the engine does not know the execution');
  return seen;
}

/** Observes second by second until the execution is over. */
async function followed(id: string, order: EngineOrder): Promise<Observation> {
  for (let second = 0; second < 60; second += 1) {
    const seen = await observed(id, order);
    if (['SUCCEEDED', 'FAILED', 'CANCELED', 'ROLLED_BACK'].includes(seen.status)) return seen;
    await world.advance(1);
  }
  throw new Error('the execution did not end within a minute');
}

async function faultOf(call: Promise<unknown>): Promise<EngineFault> {
  const outcome: unknown = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (outcome instanceof EngineFault) return outcome;
  throw new Error(`expected an engine fault, got ${String(outcome)}`);
}

function lower(category: FailureCategory): Lowercase<FailureCategory> {
  const names = Object.fromEntries(CATEGORIES.map((name) => [name, name.toLowerCase()]));
  return isLower(names[category]) ? names[category] : 'unknown';
}

function isLower(value: string | undefined): value is Lowercase<FailureCategory> {
  return CATEGORIES.some((name) => name.toLowerCase() === value);
}
