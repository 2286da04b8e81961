import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isTerminal } from '../../lib/domain/states.ts';
import { hear } from '../../lib/usecases/hear.ts';
import { getDeployment } from '../../lib/usecases/reading/deployments.ts';
import { aMapping, aRecipe } from '../builders/config.ts';
import { anOwner } from '../usecases/callers.ts';
import { expectRecords } from '../usecases/invariants.ts';
import { bodyOf, codesOf, type LineWith, openLineWith } from '../usecases/line.ts';
import { type Call, type Called, type Conveyor, createConveyor, readConveyorEvent } from './conveyor.ts';

/** The whole line with an engine that can only be heard. Whoever searches, asks or stops it throws. */

const recipes = [aRecipe({ engine: aMapping({ type: 'conveyor' }) })];
const open = () => openLineWith(createConveyor, { recipes });

let line: LineWith<Conveyor>;
beforeEach(async () => {
  line = await open();
});
afterEach(async () => {
  await expectRecords(line);
  await line.close();
});

/** A body as it comes out of the network: understood or not, then heard. */
const deliver = async (body: unknown, to = line): Promise<void> => {
  const event = readConveyorEvent(body);
  if (event) await hear(to.world, event);
};
const say = (id: string, call: Call, station?: number) => deliver(line.engine.call(id, call, station));

const admitted = async (version = '1.0.0'): Promise<string> => bodyOf(await line.deploy({ version })).id;
const begun = async (version = '1.0.0'): Promise<string> => {
  const id = await admitted(version);
  line.move(2);
  await line.handOver(id);
  line.move(2);
  return id;
};
const deployed = async (version = '1.0.0'): Promise<string> => {
  const id = await begun(version);
  await say(id, 'delivered');
  line.move(2);
  return id;
};
/** What machines and schedules do anyway, whatever the engine. */
const lookEverywhere = async (id: string): Promise<void> => {
  await line.handOver(id);
  await line.observe(id);
  await line.finish(id);
  await line.follow(id);
  await line.reconcile();
};
const told = async (id: string) => (await line.timeline(id)).map(({ type, summary }) => `${type} ${summary}`);

describe('A deployment on the conveyor', () => {
  test('comes from intent to success by what the engine calls, step by step, and nobody asks it', async () => {
    const id = await begun();
    expect(await line.record(id)).toMatchObject({ state: 'ACTIVE', executionId: 'parcel-1' });
    await lookEverywhere(id);
    await getDeployment(line.world, { caller: anOwner(), id });
    expect(line.asked).toEqual([]);
    await say(id, 'waiting');
    expect((await line.record(id)).state).toBe('ACTIVE');
    for (const station of [1, 2, 3]) {
      line.move(10);
      await say(id, 'moving', station);
      await lookEverywhere(id);
    }
    expect(await line.record(id)).toMatchObject({
      state: 'IN_PROGRESS',
      progress: { done: 2, total: 3, label: 'Verify' },
    });
    await say(id, 'delivered');
    expect(await line.record(id)).toMatchObject({ state: 'SUCCEEDED', outcome: 'SUCCEEDED' });
    expect((await line.lane())?.running).toMatchObject({ version: '1.0.0', deploymentId: id });
    expect(await line.holders()).toEqual([]);
    const steps = (await told(id)).filter((entry) => entry.startsWith('ENGINE_PROGRESS'));
    expect(steps).toEqual(['Prepare', 'Roll out', 'Verify'].map((label) => `ENGINE_PROGRESS ${label}`));
    expect(line.engine.handed()).toBe(1);
  });

  test.each([
    ['broken', 'ARTIFACT', 'FAILED'],
    ['jammed', 'INFRASTRUCTURE', 'FAILED'],
    ['returned', 'APP', 'ROLLED_BACK'],
  ] as const)('that the engine calls %s ends with its reason (%s)', async (call, category, state) => {
    const id = await begun();
    await say(id, call);
    const record = await line.record(id);
    expect(record).toMatchObject({ state, failures: [{ category, actionHint: 'Look at the belt.' }] });
    expect([record.quota.refunded, await line.holders()]).toEqual([false, []]);
  });

  test('that the engine says nothing of stalls at its deadline, keeps its place, and still ends by its word', async () => {
    const id = await begun();
    for (let passes = 0; passes < 3; passes += 1) {
      line.move(1801);
      await lookEverywhere(id);
    }
    expect(await line.record(id)).toMatchObject({ state: 'ACTIVE', stalled: true });
    expect((await told(id)).filter((entry) => entry.startsWith('STALLED'))).toHaveLength(1);
    expect(await line.holders()).toEqual([id]);
    expect(codesOf(await line.deploy({ version: '2.0.0' }))).toEqual(['CONCURRENCY_LIMIT_REACHED']);
    await say(id, 'delivered');
    expect((await line.record(id)).state).toBe('SUCCEEDED');
  });
});

describe('An order whose receipt was lost', () => {
  const waitLong = async (id: string) => {
    for (let minutes = 0; minutes < 10; minutes += 1) {
      line.move(60);
      expect(await line.handOver(id)).toMatchObject({ status: 'WAITING' });
      await line.reconcile();
    }
  };

  test('is never given again, and is taken up by the event that names it', async () => {
    line.engine.script('taken, receipt lost');
    const id = await begun();
    await waitLong(id);
    expect([line.engine.handed(), (await line.record(id)).state]).toEqual([1, 'PENDING']);
    expect((await told(id)).filter((entry) => entry.startsWith('ENGINE_WARNING'))).toHaveLength(1);
    await say(id, 'moving', 2);
    expect(await line.record(id)).toMatchObject({ state: 'IN_PROGRESS', executionId: 'parcel-1' });
    await say(id, 'delivered');
    expect((await line.record(id)).state).toBe('SUCCEEDED');
  });

  test('is no other one when its first event is faster than the receipt', async () => {
    const { start } = line.engine;
    const id = await admitted();
    const engine: Conveyor = {
      ...line.engine,
      start: async (order) => {
        const receipt = await start(order);
        await say(id, 'moving', 2);
        return receipt;
      },
    };
    Object.assign(line.world, { engine });
    await line.handOver(id);
    expect(await line.record(id)).toMatchObject({ state: 'IN_PROGRESS', executionId: 'parcel-1' });
    expect((await told(id)).filter((entry) => entry.startsWith('ENGINE_ACCEPTED'))).toHaveLength(1);
    await say(id, 'delivered');
    expect((await line.record(id)).state).toBe('SUCCEEDED');
  });

  test('can be taken up by its very end', async () => {
    line.engine.script('taken, receipt lost');
    const id = await begun();
    await say(id, 'jammed');
    expect(await line.record(id)).toMatchObject({ state: 'FAILED', executionId: 'parcel-1' });
  });

  test('and that never began stalls, and keeps its place: nobody can know', async () => {
    line.engine.script('fell off, receipt lost');
    const id = await begun();
    await waitLong(id);
    line.move(3600);
    await line.reconcile();
    expect(await line.record(id)).toMatchObject({ state: 'PENDING', stalled: true, quota: { refunded: false } });
    expect([line.engine.handed(), await line.holders()]).toEqual([1, [id]]);
  });

  test('is given again only when it provably did not leave', async () => {
    line.engine.script('belt closed');
    const id = await begun();
    line.move(120);
    await line.handOver(id);
    expect(line.engine.handed()).toBe(2);
    expect(await line.record(id)).toMatchObject({ state: 'ACTIVE', executionId: 'parcel-1' });
  });

  test('is not one that was refused: that fails, with its quota back', async () => {
    line.engine.script('refused');
    const id = await begun();
    expect(await line.record(id)).toMatchObject({ state: 'FAILED', quota: { refunded: true } });
    expect(await line.holders()).toEqual([]);
  });
});

describe('What the conveyor cannot do', () => {
  test('is said beforehand', async () => {
    const { notes } = bodyOf(await line.validate());
    expect(notes).toEqual([
      expect.stringContaining('cannot stop work'),
      expect.stringContaining('cannot be asked'),
      expect.stringContaining('is not given again'),
    ]);
    const id = await deployed();
    expect(bodyOf(await line.plan(id)).notes).toEqual(notes);
  });

  test('keeps nobody from canceling what was not handed over', async () => {
    const id = await admitted();
    expect(bodyOf(await line.cancel(id))).toMatchObject({ state: 'CANCELED' });
    expect([line.engine.handed(), await line.used()]).toEqual([0, 0]);
  });

  test.each(['taken', 'taken, receipt lost'] as const)(
    'refuses to cancel afterwards (%s), and says what to do',
    async (handing) => {
      await deployed('1.0.0');
      line.engine.script(handing);
      const id = await begun('2.0.0');
      const refused = await line.cancel(id);
      expect(codesOf(refused)).toEqual(['NOT_CANCELABLE']);
      expect(refused).toMatchObject({
        refusals: [
          {
            message: '2.0.0 was handed over, and this engine cannot stop work once it has begun',
            hint: 'Roll it back: the rollback to 1.0.0 starts by itself when this has ended.',
          },
        ],
      });
      expect((await line.record(id)).cancelRequested).toBeUndefined();
    },
  );

  test.each(['delivered', 'broken'] as const)('lets a rollback wait for its end (%s), and says so', async (call) => {
    await deployed('1.0.0');
    const id = await begun('2.0.0');
    expect(bodyOf(await line.plan(id))).toMatchObject({ allowed: true, takesOver: true, stops: false });
    const back = bodyOf(await line.rollback(id));
    expect((await line.timeline(id)).at(-1)).toMatchObject({
      type: 'ROLLBACK_REQUESTED',
      detail: expect.stringContaining('waits for this one to end: it cannot be stopped'),
    });
    await lookEverywhere(id);
    expect(await line.handOver(back.id)).toMatchObject({ status: 'WAITING' });
    const hint = codesOf(await line.cancel(id));
    expect(hint).toEqual(['NOT_CANCELABLE']);
    await say(id, call);
    expect(await line.holders()).toEqual([back.id]);
    line.move(5);
    await line.handOver(back.id);
    await say(back.id, 'delivered');
    expect((await line.lane())?.running).toMatchObject({ version: '1.0.0', deploymentId: back.id });
    expect((await line.record(id)).rolledBackBy).toBe(back.id);
  });

  test('lets a rollback stop what was not handed over yet', async () => {
    await deployed('1.0.0');
    const id = await admitted('2.0.0');
    expect(bodyOf(await line.plan(id))).toMatchObject({ takesOver: true, stops: true });
    const back = bodyOf(await line.rollback(id));
    await line.handOver(id);
    expect((await line.record(id)).state).toBe('CANCELED');
    expect(await line.holders()).toEqual([back.id]);
  });

  test('changes nothing for the kill switch: what it has goes on, what it has not is canceled', async () => {
    const has = await begun();
    await line.switchChanges({});
    await lookEverywhere(has);
    await say(has, 'delivered');
    expect((await line.record(has)).state).toBe('SUCCEEDED');
    await line.switchChanges({ mutationsDisabled: false, epoch: 2 });
    const hasNot = await admitted('2.0.0');
    await line.switchChanges({ epoch: 3 });
    await line.handOver(hasNot);
    expect(await line.record(hasNot)).toMatchObject({ state: 'CANCELED', quota: { refunded: true } });
  });
});

describe('Whatever is heard', () => {
  type Heard = {
    readonly call: Call;
    readonly station: number;
    readonly forged: 'no' | 'deployment' | 'parcel' | 'body';
  };
  const anything: fc.Arbitrary<Heard> = fc.record({
    call: fc.constantFrom<Call>('waiting', 'moving', 'moving', 'moving', 'delivered', 'broken', 'returned'),
    station: fc.constantFrom(1, 2, 3),
    forged: fc.constantFrom('no', 'no', 'no', 'deployment', 'parcel', 'body'),
  });

  const bodyOfHeard = (called: Called, { forged }: Heard): unknown => {
    if (forged === 'deployment') return { ...called, label: '01K00000000000000000009999' };
    if (forged === 'parcel') return { ...called, parcel: 'parcel-999' };
    return forged === 'body' ? { ...called, belt: 'another' } : called;
  };

  test('repeated, out of order or forged: the first end stays, steps only go on, and nothing else counts', async () => {
    const ends: Partial<Record<Call, string>> = { delivered: 'SUCCEEDED', broken: 'FAILED', returned: 'ROLLED_BACK' };
    await fc.assert(
      fc.asyncProperty(fc.array(anything, { minLength: 1, maxLength: 8 }), async (heard) => {
        await line.close();
        line = await open();
        const id = await begun();
        let done = 0;
        for (const one of heard) {
          const before = await line.record(id);
          await deliver(bodyOfHeard(line.engine.call(id, one.call, one.station), one));
          const after = await line.record(id);
          if (one.forged !== 'no' || isTerminal(before.state)) expect(after).toEqual(before);
          expect(after.progress?.done ?? 0).toBeGreaterThanOrEqual(done);
          done = after.progress?.done ?? 0;
          line.move(1);
        }
        const counted = heard.filter(({ forged }) => forged === 'no');
        const end = counted.map(({ call }) => ends[call]).find((state) => state !== undefined);
        const moving = counted.some(({ call }) => call === 'moving');
        expect((await line.record(id)).state).toBe(end ?? (moving ? 'IN_PROGRESS' : 'ACTIVE'));
        expect(await line.holders()).toEqual(end ? [] : [id]);
        await expectRecords(line);
      }),
      { numRuns: 12 },
    );
  });

  test('of what was never ordered of this engine, nothing is taken', async () => {
    const id = await admitted();
    line.engine.script('taken');
    const stranger = { ...line.engine, kind: 'successor' };
    await line.handOver(id);
    Object.assign(line.world, { engine: stranger });
    await say(id, 'delivered');
    expect((await line.record(id)).state).toBe('ACTIVE');
  });
});
