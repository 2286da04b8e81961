/**
 * The plane's time, as its answers tell it: `Date`, and `Clock-Speed` where it runs faster than the world's. What a page
 * says of times must not depend on whether the clock of this machine is right. All values in milliseconds.
 */

/** Differences below this are the way of the answer and the whole seconds of `Date`: no reason to move a clock. */
const TOLERANCE_MS = 3000;
/**
 * An answer that was longer on its way tells nothing: the machine may have slept meanwhile. Together with the second that
 * `Date` leaves out it stays within the tolerance, so that a way alone never moves a clock.
 */
const WAY_MS_MAX = TOLERANCE_MS - 1000;

let known = { plane: 0, machine: 0, speed: 1 };

export const planeTime = (machine: number): number => known.plane + (machine - known.machine) * known.speed;

export const planeNow = (): number => planeTime(Date.now());

export const notePlaneTime = ({ headers }: Response, askedAt: number, machine = Date.now()): void => {
  const plane = Date.parse(headers.get('date') ?? '');
  const speed = Number(headers.get('clock-speed') ?? 1);
  if (Number.isNaN(plane) || machine - askedAt > WAY_MS_MAX) return;
  const isKnown = speed === known.speed && Math.abs(planeTime(machine) - plane) < TOLERANCE_MS * speed;
  if (!isKnown) known = { plane, machine, speed };
};
