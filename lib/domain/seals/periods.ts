import { iso, plusSeconds, secondsBetween } from '../time.ts';
import type { ChainHead } from './seal.ts';

/**
 * Five minutes: short enough that little is ever unsealed, long enough that a plane that is busy all day signs fewer
 * than three hundred times. Periods are those of the clock, so every sealer means the same ones.
 */
export const PERIOD_SECONDS = 300;

/**
 * How long after its end a period is left open. No function runs for longer, and events get their time inside the one
 * that writes them: what comes later than that comes from a clock that is wrong, or from somebody who should not write.
 */
export const GRACE_SECONDS = 300;

/** Where nothing happens, a seal says so this often; the ones in between would say the same. */
export const IDLE_SECONDS = 3600;

/** How far back every run looks for what came late, and how far one does every hour. */
export const LOOK_BACK_SECONDS = { always: 1800, hourly: 26 * 3600 } as const;

/** So long after the last one the next run looks far back: within an hour, also where runs come a little early. */
const LOOK_FAR_SECONDS = 55 * 60;

const PERIOD_MS = PERIOD_SECONDS * 1000;

/** The beginning of the period that an instant lies in. */
export const periodOf = (instant: string): string =>
  iso(new Date(Math.floor(Date.parse(instant) / PERIOD_MS) * PERIOD_MS));

/** Everything before it may be sealed by now. */
export const sealableTo = (now: Date): string => periodOf(iso(plusSeconds(now, -GRACE_SECONDS)));

/** Where the next seal begins; `origin` is when the plane was set up. */
export const nextFrom = (head: ChainHead | undefined, origin: string): string => {
  if (head === undefined) return periodOf(origin);
  return head.more ? head.from : head.to;
};

/** Whether this run looks far back: nobody did for long, or by a clock that is far ahead. */
export const looksFar = (now: Date, { lookedBackAt }: Pick<ChainHead, 'lookedBackAt'>): boolean =>
  lookedBackAt === undefined || Math.abs(secondsBetween(lookedBackAt, now)) >= LOOK_FAR_SECONDS;

/**
 * How far back this run looks: always from where the chain ends, so that what came since the seal before is found
 * however long ago a sealer ran.
 */
export const lookBackFrom = (now: Date, head: Pick<ChainHead, 'to' | 'lookedBackAt'>): string => {
  const near = iso(plusSeconds(head.to, -LOOK_BACK_SECONDS.always));
  const far = iso(plusSeconds(now, -LOOK_BACK_SECONDS.hourly));
  return looksFar(now, head) && far < near ? far : near;
};

/** Where the next seal ends: with the period of the first event that is in it, or when nothing happened for long. */
export const nextTo = (next: {
  readonly from: string;
  readonly due: string;
  /** When the first event happened that is to be sealed; none did before `due` where it is absent. */
  readonly first: string | undefined;
  /** Something came late and waits to be sealed. */
  readonly late: boolean;
}): string | undefined => {
  const { from, due, first, late } = next;
  if (Date.parse(from) >= Date.parse(due)) return undefined;
  if (first !== undefined) return iso(plusSeconds(periodOf(first), PERIOD_SECONDS));
  const idle = (Date.parse(due) - Date.parse(from)) / 1000;
  return late || idle >= IDLE_SECONDS ? due : undefined;
};
