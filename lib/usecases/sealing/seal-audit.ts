import type { AuditEvent } from '../../contract/audit.ts';
import { nextFrom, nextTo, sealableTo } from '../../domain/seals/periods.ts';
import { type Batch, type ChainHead, EVENTS_PER_SEAL_MAX, headAfter, nextSeal } from '../../domain/seals/seal.ts';
import { iso, secondsBetween } from '../../domain/time.ts';
import { ContentionFault } from '../../ports/store.ts';
import { crashPoint } from '../crash-points.ts';
import { keepSeals } from './keep.ts';
import { type Late, lateEvents, nextEvents } from './unsealed.ts';
import type { SealingWorld } from './world.ts';

export type Sealed = { readonly seals: number; readonly events: number; readonly late: number; readonly kept: number };

/** So often others may be faster; then one of them does not see what this one sees. */
const LOST_MAX = 10;

/**
 * Seals everything whose time has come, and puts the seals into the archive. Safe to run at any time, also twice at once:
 * the chain goes on only from where it was seen. `isOver` ends it early; what is left over the next run does.
 */
export const sealAudit = async (world: SealingWorld, isOver: () => boolean = () => false): Promise<Sealed> => {
  const done = { seals: 0, events: 0, late: 0 };
  let late: Late | undefined;
  for (let lost = 0; !isOver(); ) {
    const { chain, settings } = await world.store.read({ chain: 'plane', settings: 'plane' });
    if (!settings) break;
    late ??= await lateEvents(world.store, chain, world.clock.now());
    const batch = await nextBatch(world, { chain, origin: settings.createdAt, late: late.events });
    if (!batch) break;
    if (await append(world, chain, batch)) {
      const sealed = new Set(batch.events.map(({ eventId }) => eventId));
      const left = late.events.filter(({ eventId }) => !sealed.has(eventId));
      done.late += late.events.length - left.length;
      late = { ...late, events: left };
      done.seals += 1;
      done.events += batch.events.length;
      continue;
    }
    // Somebody else has sealed meanwhile, perhaps what was found to be late.
    late = undefined;
    lost += 1;
    if (lost === LOST_MAX) throw new ContentionFault('The chain of seals cannot be continued');
  }
  if (late?.events.length === 0) await noteLook(world, late);
  const kept = await keepSeals(world, isOver);
  await tellOf(world);
  return { ...done, kept };
};

type Found = {
  readonly chain: ChainHead | undefined;
  readonly origin: string;
  readonly late: readonly AuditEvent[];
};

/** What the next seal is of; `undefined` while there is nothing to say. */
const nextBatch = async (
  { store, clock }: SealingWorld,
  { chain, origin, late }: Found,
): Promise<Batch | undefined> => {
  const due = sealableTo(clock.now());
  const from = nextFrom(chain, origin);
  const next = await nextEvents(store, chain, { from, due });
  const to = chain?.more ? chain.to : nextTo({ from, due, first: next[0]?.timestamp, late: late.length > 0 });
  if (to === undefined) return undefined;
  const all = [...late, ...next.filter(({ timestamp }) => timestamp < to)];
  return { from, to, events: all.slice(0, EVENTS_PER_SEAL_MAX), more: all.length > EVENTS_PER_SEAL_MAX };
};

/** Whether the chain went on by this seal; it does not where it has gone on by another one. */
const append = async (world: SealingWorld, before: ChainHead | undefined, batch: Batch): Promise<boolean> => {
  const { store, clock, digest, signer } = world;
  const seal = nextSeal(digest, before, { ...batch, sealedAt: iso(clock.now()) });
  const signature = await signer.sign(seal.head);
  crashPoint('seal: signed, nothing written');
  const chain = { before, after: headAfter(seal, before), seal: { ...seal, signature } };
  const { ok } = await store.commit({ chain });
  if (ok) crashPoint('seal: written, not kept');
  return ok;
};

/** Whoever comes next need not look as far back. Where this does not get through, they do so once more. */
const noteLook = async ({ store }: SealingWorld, { lookedBackAt }: Late): Promise<void> => {
  if (lookedBackAt === undefined) return;
  const { chain } = await store.read({ chain: 'plane' });
  if (chain) await store.commit({ chain: { before: chain, after: { ...chain, lookedBackAt } } });
};

const tellOf = async ({ store, clock, tell }: SealingWorld): Promise<void> => {
  const { chain, settings } = await store.read({ chain: 'plane', settings: 'plane' });
  const sealedTo = chain?.to ?? settings?.createdAt;
  if (sealedTo) tell?.({ kind: 'sealing', behindSeconds: Math.round(secondsBetween(sealedTo, clock.now())) });
};
