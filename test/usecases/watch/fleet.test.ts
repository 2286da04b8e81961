import { describe, expect, test } from 'vitest';
import { gather, writeRecord } from '../../../lib/domain/write.ts';
import { idNumber } from '../../builders/records.ts';
import { type Call, type Fleet, openFleet } from './fleet.ts';

/** In any minute, however much is in flight and whatever happens. */
const BAR = 60;
const SIZE = 2000;

const mostInAMinute = (calls: readonly Call[]): number => {
  let first = 0;
  let most = 0;
  calls.forEach(({ at }, index) => {
    while (at - (calls[first]?.at ?? at) >= 60_000) first += 1;
    most = Math.max(most, index - first + 1);
  });
  return most;
};
const numbers = (count: number, step: number, from = 0) => Array.from({ length: count }, (_, n) => from + n * step);
/** As the door does it: written first, then asked about. */
const cancel = async (fleet: Fleet, number: number) => {
  const now = fleet.time.clock.now().toISOString();
  const set = { cancelRequested: true };
  const write = writeRecord(await fleet.record(number), { now, set, entries: [] });
  expect((await fleet.store.commit(gather([write]))).ok).toBe(true);
  fleet.hear([number]);
};
/** Seconds until it is so; looked at each second. */
const secondsUntil = async ({ time }: Fleet, max: number, isSo: () => boolean | Promise<boolean>): Promise<number> => {
  for (let seconds = 0; seconds < max; seconds += 1) {
    if (await isSo()) return seconds;
    await time.pass(1000);
  }
  return max;
};
const lookedAt = async ({ store }: Fleet) => (await store.read({ watch: 'plane' })).watch?.lookedAt ?? '';

describe('Two thousand in flight', () => {
  test('cost sixty calls in the fullest minute, while events flood in, many fail at once and the engine goes and comes', async () => {
    const fleet = await openFleet(SIZE);
    const { time, scripted, calls, state } = fleet;
    fleet.schedule();
    await time.pass(70_000);
    expect(calls.length, 'it is looked at').toBeGreaterThan(30);

    // Forty fail in one moment, and their events wake as many instances; readers ask all the time.
    const failed = numbers(40, 50);
    for (const number of failed) {
      scripted.move(idNumber(number), { status: 'FAILED', failures: [{ category: 'APP', summary: 'It crashed' }] });
    }
    fleet.hear(failed);
    for (let seconds = 0; seconds < 150; seconds += 5) {
      fleet.hear(numbers(10, 7, seconds));
      await time.pass(5000);
    }
    const ended = await Promise.all(failed.map(fleet.record));
    expect(ended.map((record) => [record.state, record.failures[0]?.summary])).toEqual(
      failed.map(() => ['FAILED', 'It crashed']),
    );

    state.down = true;
    const lost = calls.length;
    for (let seconds = 0; seconds < 90; seconds += 5) {
      fleet.hear(numbers(20, 11, seconds));
      await time.pass(5000);
    }
    expect((await fleet.store.read({ breaker: 'plane' })).breaker).toMatchObject({ state: 'open' });
    expect(calls.length - lost, 'calls in vain').toBeLessThan(40);
    state.down = false;
    const back = time.clock.now().toISOString();
    await time.pass(150_000);
    expect((await fleet.store.read({ breaker: 'plane' })).breaker).toMatchObject({ state: 'closed' });
    expect((await lookedAt(fleet)) > back, 'everything was looked at since').toBe(true);

    expect(mostInAMinute(calls)).toBeLessThanOrEqual(BAR);
    expect(mostInAMinute(calls), 'the budget is used').toBeGreaterThan(45);
    expect(new Set(calls.map(({ method }) => method))).toEqual(new Set(['observeMany', 'observe', 'health']));
  });

  test('leave room for what has to be settled, and do not let it take theirs', async () => {
    const unsearched = { leases: 1, lastRequestAt: '2026-11-21T11:50:00.000Z' };
    const fleet = await openFleet(SIZE, (number) => (number % 50 === 7 ? { handOver: unsearched } : {}));
    fleet.schedule();
    await fleet.time.pass(5 * 60_000);
    const searches = fleet.calls.filter(({ method }) => method === 'find').length;
    expect(searches, 'are settled beside the looks').toBe(40);
    expect(mostInAMinute(fleet.calls)).toBeLessThanOrEqual(BAR);
    const age = fleet.time.ms() - Date.parse(await lookedAt(fleet));
    expect(age / 1000, 'seconds since the newest round began').toBeLessThan(130);
  });
});

describe('Two thousand in flight, of which one is canceled', () => {
  test('have the engine told within five seconds, whichever it is', async () => {
    const fleet = await openFleet(SIZE);
    fleet.schedule();
    await fleet.time.pass(65_000);
    for (const number of [3, 700, 1500]) {
      await cancel(fleet, number);
      const told = () => fleet.scripted.of(idNumber(number))[0]?.cancels === 1;
      expect(await secondsUntil(fleet, 60, told), `seconds until ${number} is asked to stop`).toBeLessThan(5);
      await fleet.time.pass(20_000);
    }
  });
});

describe('A few in flight', () => {
  test.each([65, 0])(
    'do not get more calls because events come without a pause, however often the turn passes on (vigils of %i s)',
    async (seconds) => {
      const fleet = await openFleet(3);
      for (let tick = 0; tick < 1000; tick += 1) {
        fleet.hear([tick % 3], seconds);
        await fleet.time.pass(200);
      }
      expect(fleet.calls.length).toBeGreaterThan(100);
      expect(mostInAMinute(fleet.calls)).toBeLessThanOrEqual(BAR);
    },
  );

  test('are looked after again at once when a turn seems to last for an hour, for a clock was ahead', async () => {
    const fleet = await openFleet(1);
    const ahead = '2026-11-21T13:00:00.000Z';
    const after = { revision: 1, holder: 'somebody', until: ahead, lookedAt: ahead };
    await fleet.store.commit({ watch: { before: undefined, after } });
    fleet.schedule();
    await fleet.time.pass(20_000);
    expect(fleet.calls.filter(({ method }) => method === 'observeMany').length).toBeGreaterThan(2);
  });

  test.each([2, 5, 20])('are looked at although the stops of %i others hang until they are given up', async (count) => {
    const fleet = await openFleet(30, (number) => (number < count ? { cancelRequested: true } : {}));
    fleet.scripted.fail('cancel', 'TIMEOUT', Number.POSITIVE_INFINITY);
    fleet.state.milliseconds.cancel = 8000;
    fleet.schedule();
    await fleet.time.pass(30_000);
    for (const number of [25, 26, 27]) {
      fleet.scripted.move(idNumber(number), { status: 'SUCCEEDED' });
      const ended = async () => (await fleet.record(number)).state === 'SUCCEEDED';
      expect(await secondsUntil(fleet, 60, ended), 'seconds until the end is known').toBeLessThan(15);
      await fleet.time.pass(7000);
    }
    // None of them is the only one that is ever tried.
    await fleet.time.pass(count * 30_000);
    const sent = await Promise.all(numbers(count, 1).map(fleet.record));
    expect(sent.filter(({ cancelSentAt }) => cancelSentAt === undefined)).toEqual([]);
  });

  test('are looked at without one that the engine cannot read, which is asked for alone until it can', async () => {
    const fleet = await openFleet(30);
    const bad = (await fleet.record(7)).executionId ?? '';
    fleet.state.unreadable.add(bad);
    fleet.schedule();
    await fleet.time.pass(115_000);
    const sizes = fleet.calls.flatMap(({ of }) => of ?? []);
    expect(sizes.filter((size) => size === 30).length, 'by the pass itself once, then twice').toBe(3);
    expect(sizes.filter((size) => size === 29).length).toBeGreaterThan(20);
    expect(sizes.filter((size) => size === 1)).toHaveLength(3);
    fleet.state.unreadable.clear();
    fleet.scripted.move(idNumber(7), { status: 'SUCCEEDED' });
    const ended = async () => (await fleet.record(7)).state === 'SUCCEEDED';
    expect(await secondsUntil(fleet, 60, ended)).toBeLessThan(35);
  });

  test('are asked to stop within the budget although the engine refuses it', async () => {
    const fleet = await openFleet(30, (number) => (number < 20 ? { cancelRequested: true } : {}));
    fleet.scripted.fail('cancel', 'FORBIDDEN', Number.POSITIVE_INFINITY);
    fleet.schedule();
    await fleet.time.pass(5000);
    expect(
      fleet.calls.filter(({ method }) => method === 'cancel'),
      'once each without a wait',
    ).toHaveLength(20);
    const before = fleet.calls.length;
    await fleet.time.pass(180_000);
    const later = fleet.calls.slice(before);
    expect(later.filter(({ method }) => method === 'cancel').length, 'again').toBeGreaterThan(20);
    expect(mostInAMinute(later)).toBeLessThanOrEqual(BAR);
  });

  test('that are asked to stop are asked at once, all of them, and those that do not heed it only by and by', async () => {
    const asked = { cancelRequested: true };
    const fleet = await openFleet(150, () => asked);
    fleet.scripted.ignoreCancels(true);
    fleet.schedule();
    await fleet.time.pass(30_000);
    const cancels = () => fleet.calls.filter(({ method }) => method === 'cancel');
    expect(cancels()).toHaveLength(150);
    const before = fleet.calls.length;
    await fleet.time.pass(4 * 60_000);
    const later = fleet.calls.slice(before);
    expect(mostInAMinute(later)).toBeLessThanOrEqual(BAR);
    expect(cancels().length, 'are asked again').toBeGreaterThan(200);
    expect(fleet.time.ms() - Date.parse(await lookedAt(fleet))).toBeLessThan(30_000);
  });
});
