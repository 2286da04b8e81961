import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../lib/local/aws/schedule/clock.ts';
import { rateMs } from '../../../lib/local/aws/schedule/rate.ts';
import { type Schedule, startSchedules } from '../../../lib/local/aws/schedule/schedules.ts';
import { manualClock, settle } from './schedule-manual-clock.ts';

const MINUTE = 60_000;

function started(schedules: Schedule[], speed = 1) {
  const clock = manualClock();
  const errors: [string, unknown][] = [];
  const { stop } = startSchedules(schedules, { clock, speed, onError: (name, error) => errors.push([name, error]) });
  return { clock, errors, stop };
}

describe('a rate', () => {
  it.each([
    ['rate(1 minute)', MINUTE],
    ['rate(5 minutes)', 5 * MINUTE],
    ['rate(30 seconds)', 30_000],
    ['rate(1 hour)', 60 * MINUTE],
    ['rate(2 days)', 2 * 24 * 60 * MINUTE],
  ])('%s is %i ms', (expression, expected) => {
    expect(rateMs(expression)).toBe(expected);
  });

  it.each(['rate(0 minutes)', 'rate(1 minutes)', 'rate(5 minute)', 'rate(1.5 hours)', 'cron(0 * * * ? *)', ''])(
    '“%s” is refused',
    (expression) => {
      expect(() => rateMs(expression)).toThrow(SyntaxError);
    },
  );
});

describe('a schedule', () => {
  it('runs once per interval, first after one', async () => {
    let runs = 0;
    const { clock, stop } = started([{ name: 'reconcile', rate: 'rate(1 minute)', run: async () => runs++ }]);
    await clock.advance(MINUTE - 1);
    expect(runs).toBe(0);
    await clock.advance(1);
    expect(runs).toBe(1);
    await clock.advance(3 * MINUTE);
    expect(runs).toBe(4);
    await stop();
  });

  it('runs ten times as often at speed 10', async () => {
    let runs = 0;
    const { clock, stop } = started([{ name: 'reconcile', rate: 'rate(1 minute)', run: async () => runs++ }], 10);
    await clock.advance(MINUTE);
    expect(runs).toBe(10);
    await stop();
  });

  it('never overlaps itself: ticks within a run are skipped, the rhythm stays', async () => {
    let running = 0;
    let most = 0;
    const starts: number[] = [];
    const run = async () => {
      starts.push(clock.now() - begun);
      most = Math.max(most, ++running);
      await clock.sleep(2.5 * MINUTE);
      running--;
    };
    const { clock, stop } = started([{ name: 'slow', rate: 'rate(1 minute)', run }]);
    const begun = clock.now();
    await clock.advance(8 * MINUTE);
    expect(most).toBe(1);
    expect(starts).toEqual([1 * MINUTE, 4 * MINUTE, 7 * MINUTE]);
    const stopped = stop();
    await clock.advance(3 * MINUTE);
    await stopped;
  });

  it('reports a failed run by name and goes on', async () => {
    const run = () => Promise.reject(new Error('table is away'));
    const { clock, errors, stop } = started([{ name: 'reconcile', rate: 'rate(1 minute)', run }]);
    await clock.advance(2 * MINUTE);
    expect(errors).toEqual([
      ['reconcile', new Error('table is away')],
      ['reconcile', new Error('table is away')],
    ]);
    await stop();
  });

  it('does not hold up another', async () => {
    let quick = 0;
    const { clock, stop } = started([
      { name: 'stuck', rate: 'rate(1 minute)', run: () => clock.sleep(10 * MINUTE) },
      { name: 'quick', rate: 'rate(1 minute)', run: async () => quick++ },
    ]);
    await clock.advance(5 * MINUTE);
    expect(quick).toBe(5);
    const stopped = stop();
    await clock.advance(10 * MINUTE);
    await stopped;
  });

  it('that is stopped runs no more, and stopping waits for the run under way', async () => {
    let ended = false;
    const run = async () => {
      await clock.sleep(MINUTE / 2);
      ended = true;
    };
    const { clock, stop } = started([{ name: 'reconcile', rate: 'rate(1 minute)', run }]);
    await clock.advance(MINUTE);
    let stopped = false;
    void stop().then(() => {
      stopped = true;
    });
    await settle();
    expect([ended, stopped]).toEqual([false, false]);
    await clock.advance(MINUTE / 2);
    expect([ended, stopped, clock.sleeping()]).toEqual([true, true, 0]);
  });
});

describe('the system clock', () => {
  it('wakes a sleeper at once when its sleep is cut short', async () => {
    const cut = new AbortController();
    const sleep = systemClock.sleep(2 ** 40, cut.signal);
    cut.abort();
    await expect(sleep).rejects.toMatchObject({ name: 'AbortError' });
  });
});
