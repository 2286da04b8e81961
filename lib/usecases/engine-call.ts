import { breakerAfter } from '../domain/breaker.ts';
import { EngineFault, type EngineFaultKind } from '../ports/engine.ts';
import type { World } from './world.ts';

type Needs = Pick<World, 'store' | 'clock' | 'engine' | 'tell'>;
/** How a call went. `last`: nothing else need be asked before it shuts everybody out. */
type Call = { readonly ok: boolean; readonly detail?: string; readonly last?: boolean };

/**
 * Calls the engine and lets every instance know when it could not be reached. The fault itself is passed on. What goes
 * well costs nothing, unless calls are known to have failed before.
 */
export const callEngine = async <Answer>(
  world: Needs,
  call: () => Promise<Answer>,
  about: 'an order' | 'the engine' = 'an order',
): Promise<Answer> => {
  try {
    const answer = await call();
    if (suspects.delete(world.store)) await note(world, { ok: true });
    return answer;
  } catch (fault) {
    if (fault instanceof EngineFault && isOutOfReach(fault, about)) {
      suspects.add(world.store);
      await note(world, { ok: false, detail: fault.kind, last: about === 'the engine' });
    }
    throw fault;
  }
};

/** The next call that goes well is written down: the table says that calls have failed. */
export const suspectEngine = ({ store }: Pick<World, 'store'>): void => void suspects.add(store);

/** What this process knows: that calls have failed since one went well. */
const suspects = new WeakSet<object>();

const outOfReach: ReadonlySet<EngineFaultKind> = new Set(['UNAVAILABLE', 'TIMEOUT', 'UNAUTHORIZED', 'MISCONFIGURED']);

/** Whatever is asked, it cannot go well. */
export const keepsFromAll = ({ kind }: EngineFault): boolean => outOfReach.has(kind);

/**
 * An engine that refuses an order was reached all the same. One that breaks over an order may be well otherwise; over a
 * question that has nothing to do with any order it is not.
 */
const isOutOfReach = (fault: EngineFault, about: 'an order' | 'the engine'): boolean =>
  keepsFromAll(fault) || (about === 'the engine' && fault.kind === 'CALL_FAILED' && fault.ambiguous);

const TRIES_MAX = 10;

/**
 * Counts the call, whoever else counts at the same time. Where that cannot be written down, the call itself is what
 * matters.
 */
const note = async (world: Needs, call: Call): Promise<void> => {
  try {
    await count(world, call);
  } catch {
    suspects.add(world.store);
  }
};

const count = async (world: Needs, call: Call): Promise<void> => {
  const { store, clock, tell } = world;
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const { breaker: before } = await store.read({ breaker: 'plane' });
    const after = breakerAfter(before, call, clock.now());
    if (!after) return;
    if (after.state === 'open' && !call.last) return count(world, { ...call, ok: await isWell(world), last: true });
    const { ok } = await store.commit({ breaker: { before, after } });
    if (!ok) continue;
    if (after.state !== (before?.state ?? 'closed')) tell?.({ kind: 'breaker', state: after.state });
    return;
  }
};

/**
 * Calls that fail one by one may be few among many of other instances that go well, which nobody writes down. So the
 * last word has the engine itself, asked now.
 */
const isWell = async ({ engine }: Needs): Promise<boolean> => {
  try {
    return (await engine.health()).ok;
  } catch {
    return false;
  }
};
