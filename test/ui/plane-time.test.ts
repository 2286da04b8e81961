import { beforeEach, describe, expect, it } from 'vitest';
import { notePlaneTime, planeTime } from '../../ui/src/api/plane-time.ts';

const NOON = Date.UTC(2026, 10, 21, 12);
const MINUTE = 60_000;
const told = (plane: number, speed?: number) =>
  new Response(null, {
    headers: { date: new Date(plane).toUTCString(), ...(speed === undefined ? {} : { 'clock-speed': String(speed) }) },
  });

describe("The plane's time", () => {
  beforeEach(() => notePlaneTime(told(NOON), NOON, NOON));

  it.each([
    ['is that of a machine whose clock is right, to the millisecond', told(NOON + 1000), 0, NOON + 2345, NOON + 2345],
    ['is told by an answer to a machine that is behind', told(NOON + MINUTE), 0, NOON + 500, NOON + MINUTE + 500],
    ['is told to a machine that is ahead', told(NOON - 60 * MINUTE), 0, NOON + 500, NOON - 60 * MINUTE + 500],
    ['runs as fast as the plane says', told(NOON + MINUTE, 20), 0, NOON + 500, NOON + MINUTE + 10_000],
    ['is not learned from an answer that was long on its way', told(NOON - MINUTE), 6000, NOON, NOON],
    ['does not jump with an answer that took seconds on its way back', told(NOON - 4000), 4000, NOON, NOON],
    ['is not learned from an answer that tells none', new Response(), 0, NOON, NOON],
  ])('%s', (_, answer, wayMs, machine, expected) => {
    notePlaneTime(answer, NOON - wayMs, NOON);
    expect(planeTime(machine)).toBe(expected);
  });

  it('does not waver with answers that differ by seconds of its own', () => {
    notePlaneTime(told(NOON, 20), NOON, NOON);
    notePlaneTime(told(NOON + 230_000, 20), NOON + 10_000, NOON + 10_000);
    expect(planeTime(NOON + 10_000)).toBe(NOON + 200_000);
  });
});
