import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createSteadyTime, scaledClock } from '../../../lib/adapters/system/clock.ts';
import type { Clock } from '../../../lib/local/aws/schedule/clock.ts';
import { openPlaneClock } from '../../../lib/local/clock/clock.ts';

const directory = mkdtempSync(join(tmpdir(), 'dxcp-clock-'));
afterAll(() => rmSync(directory, { recursive: true }));

const START = Date.parse('2026-11-21T00:00:00Z');

function movableWorld() {
  let time = START;
  const slept: number[] = [];
  const world: Clock = {
    now: () => time,
    sleep: async (ms) => {
      slept.push(ms);
    },
  };
  return { world, slept, move: (ms: number) => (time += ms) };
}

it('runs as many times faster than the world as it is told, waits included', async () => {
  const { world, slept, move } = movableWorld();
  const clock = openPlaneClock({ file: join(directory, 'fast'), speed: 10, world });
  move(1000);
  expect(clock.now() - START).toBe(10_000);
  await clock.sleep(60_000);
  expect(slept).toEqual([6000]);
  clock.close();
});

it('never runs backwards over a restart, even when it ran ahead of the world', () => {
  const { world, move } = movableWorld();
  const file = join(directory, 'restarted');
  const first = openPlaneClock({ file, speed: 100, world });
  move(60_000);
  const before = first.now();
  first.close();
  const second = openPlaneClock({ file, speed: 1, world });
  expect(second.now()).toBeGreaterThanOrEqual(before);
  second.close();
});

it('never runs backwards over a crash: what could not be kept is assumed to have passed', () => {
  const { world } = movableWorld();
  const file = join(directory, 'crashed');
  openPlaneClock({ file, speed: 100, world });
  const second = openPlaneClock({ file, speed: 1, world });
  expect(second.now() - START).toBe(500_000);
});

it('never runs backwards while the machine’s clock is set back, and goes on from where it was', () => {
  let world = START;
  const now = createSteadyTime(() => world);
  const seen = [1000, -7_200_000, 1000, -5, 1000, 86_400_000].map((step) => {
    world += step;
    return now() - START;
  });
  expect(seen).toEqual([1000, 1000, 2000, 2000, 3000, 86_403_000]);
});

it('is the clock that functions derive from its description', () => {
  const clock = openPlaneClock({ file: join(directory, 'derived'), speed: 50 });
  const difference = scaledClock(clock.spec).now().getTime() - clock.now();
  expect(Math.abs(difference)).toBeLessThan(1000);
  clock.close();
});
