import { expect } from 'vitest';
import { createInventory } from '../../../lib/adapters/dynamodb/inventory.ts';
import { sealTools } from '../../../lib/adapters/system/seal-tools.ts';
import { judge } from '../../../lib/domain/invariants/invariants.ts';
import type { Seal } from '../../../lib/domain/seals/seal.ts';
import { ForeignSeal, type SealArchive } from '../../../lib/ports/seals.ts';
import type { Signal } from '../../../lib/ports/world.ts';
import { collect } from '../../../lib/usecases/collect.ts';
import { sealAudit } from '../../../lib/usecases/sealing/seal-audit.ts';
import type { SealingWorld } from '../../../lib/usecases/sealing/world.ts';
import { openLeanWorld } from '../../adapters/dynamodb/lean-world.ts';
import { planeSettings } from '../../builders/config.ts';
import { anEvent, at, key } from '../../domain/seals/record.ts';

/** A table with an audit record, and all that it takes to seal it; the time is the test's to move. */
export type Record = Awaited<ReturnType<typeof openRecord>>;

/** An archive as S3 with a lock is: what lies there stays. */
const memoryArchive = () => {
  const kept = new Map<number, Seal>();
  const archive: SealArchive = {
    keep: async (seal) => {
      const there = kept.get(seal.header.sequence);
      if (there && JSON.stringify(there) !== JSON.stringify(seal)) throw new ForeignSeal(seal.header.sequence);
      kept.set(seal.header.sequence, seal);
    },
  };
  return { kept, archive };
};

export const openRecord = async (setUpAt = at(0)) => {
  const database = await openLeanWorld();
  const { store, client, table } = database;
  await database.configure({ settings: planeSettings({ createdAt: setUpAt }) });
  let now = new Date(setUpAt);
  const { kept, archive } = memoryArchive();
  const signals: Signal[] = [];
  const world: SealingWorld = {
    store,
    clock: { now: () => now },
    digest: sealTools.digest,
    signer: { sign: async (head) => key.sign(head) },
    archive,
    tell: (signal) => void signals.push(signal),
  };
  const patience = { tools: sealTools, now: () => now, random: Math.random, sleep: async () => undefined };
  const stored = () => collect(createInventory({ client, table, ...patience }));
  let events = 0;
  const happen = async (...timestamps: readonly string[]): Promise<readonly string[]> => {
    const made = timestamps.map((timestamp, index) => anEvent(events + index + 1, timestamp));
    events += made.length;
    await Promise.all(made.map((event) => store.commit({ audit: [event] })));
    return made.map(({ eventId }) => eventId);
  };
  const findings = async (): Promise<readonly string[]> =>
    judge(await stored(), now)
      .filter(({ id }) => id === 'seals' || id === 'readable')
      .flatMap(({ violations }) => violations.map(({ sentence }) => sentence));
  const seals = async (): Promise<readonly Seal[]> => {
    const { chain } = await store.read({ chain: 'plane' });
    return store.readSeals(Array.from({ length: chain?.sequence ?? 0 }, (_, index) => index + 1));
  };
  return {
    world,
    database,
    kept,
    signals,
    happen,
    event: async (eventId: string) => {
      const { events: all } = await store.readAuditSpan({ after: at(-60), to: at(24 * 60), limit: 1000 });
      const found = all.find((event) => event.eventId === eventId);
      if (!found) throw new Error(`There is no event ${eventId}`);
      return found;
    },
    seals,
    findings,
    moveTo: (instant: string) => {
      now = new Date(instant);
      database.moveClockTo(instant);
    },
    seal: (otherwise: Partial<SealingWorld> = {}) => sealAudit({ ...world, ...otherwise }),
    /** What is sealed is one chain, holds everything old once, and lies in the archive as it is. */
    expectSound: async () => {
      expect(await findings()).toEqual([]);
      expect([...kept.values()]).toEqual(await seals());
    },
    close: () => database.close(),
  };
};
