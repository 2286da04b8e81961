import { type RateLimits, ratesIn } from '../domain/limits.ts';
import { endOfMinute, leaseOf, limitOf, minuteOf, type Rate, type RateKey, restOf } from '../domain/rates.ts';
import { iso, secondsBetween } from '../domain/time.ts';
import { settingsDefault } from './admission-facts.ts';
import type { World } from './world.ts';

type Needs = Pick<World, 'store' | 'clock'>;

/** What an instance knows of one caller's minute. */
type Tally = {
  readonly key: RateKey;
  limit: number;
  used: number;
  /** Reads that are counted in the table already, and not yet made. */
  left: number;
  /** Nothing is left of this minute: the table need not be asked again. */
  spent: boolean;
  leasing?: Promise<void> | undefined;
  /** Why the newest lease was not counted, until somebody is told. */
  fault?: unknown;
};

/** What an instance remembers: the limits it read last, and the minute of each caller who came by. */
type Memory = {
  limits?: { readonly rates: RateLimits; readonly readAt: string };
  reading?: Promise<RateLimits> | undefined;
  minute: string;
  tallies: Map<string, Tally>;
};

/**
 * Limits are read anew beside a claim once they are this old, so that no request waits for them; an instance that had
 * nothing to count for so long that they are older still reads them first. A change of the limits is in force everywhere
 * after that time, but for leases that were given, and for callers who have used up their minute.
 */
const FRESH_SECONDS = 5;
const KEPT_SECONDS = 30;

const memories = new WeakMap<World['store'], Memory>();

/** With the fault of a counter that could not be reached, for one of those who were let in all the same. */
export type Counted = Rate & { readonly fault?: unknown };

/** Step 2 of the order of checks: counts the request against its caller, or says that nothing is left. */
export const countRequest = async (world: Needs, asked: Omit<RateKey, 'minute'>): Promise<Counted> => {
  const memory = memoryOf(world.store);
  const tally = tallyOf(memory, { ...asked, minute: minuteOf(world.clock.now()) });
  const allowed = await (asked.kind === 'read' ? countRead : countMutation)(world, memory, tally);
  const { key, limit, used, left, fault } = tally;
  tally.fault = undefined;
  const remaining = allowed ? left + Math.max(0, limit - used) : 0;
  return { kind: key.kind, allowed, limit, remaining, resetsAt: iso(endOfMinute(key.minute)), fault };
};

const memoryOf = (store: World['store']): Memory => {
  const known = memories.get(store) ?? { minute: '', tallies: new Map() };
  memories.set(store, known);
  return known;
};

const tallyOf = (memory: Memory, key: RateKey): Tally => {
  if (memory.minute !== key.minute) Object.assign(memory, { minute: key.minute, tallies: new Map() });
  const name = `${key.kind} ${key.callerId}`;
  const tally = memory.tallies.get(name) ?? { key, limit: 0, used: 0, left: 0, spent: false };
  memory.tallies.set(name, tally);
  return tally;
};

/** Each change is a write of its own. What cannot be counted is not let in: it could not be committed either. */
const countMutation = async (world: Needs, memory: Memory, tally: Tally): Promise<boolean> => {
  if (tally.spent) return false;
  const { ok } = await claim(world, memory, tally, () => 1);
  tally.spent ||= !ok;
  return ok;
};

/** One lease at a time: those who come meanwhile wait for it instead of taking more from the other instances. */
const countRead = async (world: Needs, memory: Memory, tally: Tally): Promise<boolean> => {
  while (tally.left === 0 && !tally.spent) {
    tally.leasing ??= lease(world, memory, tally).finally(() => {
      tally.leasing = undefined;
    });
    await tally.leasing;
  }
  if (tally.left === 0) return false;
  tally.left -= 1;
  return true;
};

/**
 * A read is not kept from its answer by a counter that cannot be reached: it changes nothing, and whoever has trouble
 * must be able to look. The instance then gives itself a lease, so that each request does not wait for the same fault.
 */
const lease = async (world: Needs, memory: Memory, tally: Tally): Promise<void> => {
  try {
    const { ok, count } = await claim(world, memory, tally, leaseOf);
    if (ok) tally.left = count;
    else tally.spent = true;
  } catch (fault) {
    tally.fault = fault;
    tally.limit = limitOf('read', memory.limits?.rates ?? settingsDefault.limits);
    tally.left = leaseOf(tally.limit);
  }
};

/** Claims as much as is wanted; where less is left, the rest. */
const claim = async (world: Needs, memory: Memory, tally: Tally, wantedOf: (limit: number) => number) => {
  const { key } = tally;
  const rates = await ratesNow(world, memory);
  const limit = limitOf(key.kind, rates);
  const whole = { key, limit, count: wantedOf(limit) };
  const [first] = await Promise.all([world.store.claimRate(whole), refresh(world, memory)]);
  const rest = first.ok ? 0 : restOf(whole, first.used);
  const { ok, used } = rest > 0 ? await world.store.claimRate({ ...whole, count: rest }) : first;
  Object.assign(tally, { limit, used: Math.max(tally.used, used) });
  return { ok, count: rest > 0 ? rest : whole.count };
};

const ageOf = (memory: Memory, now: Date): number =>
  memory.limits ? secondsBetween(memory.limits.readAt, now) : Number.POSITIVE_INFINITY;

const ratesNow = async (world: Needs, memory: Memory): Promise<RateLimits> =>
  memory.limits && ageOf(memory, world.clock.now()) <= KEPT_SECONDS ? memory.limits.rates : readRates(world, memory);

/** The limits that are known are good enough where newer ones cannot be read. */
const refresh = async (world: Needs, memory: Memory): Promise<void> => {
  if (ageOf(memory, world.clock.now()) > FRESH_SECONDS) await readRates(world, memory).catch(() => undefined);
};

/** One reading for all who wait for it. */
const readRates = (world: Needs, memory: Memory): Promise<RateLimits> => {
  const read = async () => {
    const { settings } = await world.store.read({ settings: 'plane' });
    const rates = ratesIn(settings ?? settingsDefault);
    memory.limits = { rates, readAt: iso(world.clock.now()) };
    return rates;
  };
  memory.reading ??= read().finally(() => {
    memory.reading = undefined;
  });
  return memory.reading;
};
