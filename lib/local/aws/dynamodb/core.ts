import { setTimeout as wait } from 'node:timers/promises';
import type { Store } from 'dynalite/db/index.js';
import { type Catalog, loadCatalog } from './catalog.ts';
import { createOpenItems, type OpenItems } from './conflicts.ts';
import { type OnBroken, openDatabase } from './database.ts';
import type { Faults } from './faults.ts';
import { createIndexLag, type IndexLag } from './index-lag.ts';
import { createLock, type Lock } from './lock.ts';
import { createReadView } from './read-view.ts';
import { createStreamLog, type StreamLog } from './stream-log.ts';

/** What the operations share. */
export type Core = {
  /** The database itself. */
  store: Store;
  /** The database as reads see it. */
  view: Store;
  catalog: Catalog;
  /** Every write holds it. */
  lock: Lock;
  openItems: OpenItems;
  streams: StreamLog;
  lag: IndexLag;
  faults: Faults;
  now: () => number;
  sleep: (ms: number) => Promise<void>;
};

export type CoreOptions = {
  /** The directory of the data; without one they live in memory. */
  path?: string | undefined;
  /** The time in ms since the epoch. */
  now: () => number;
  /** Kept, so the caller may switch faults while it runs. */
  faults?: Faults | undefined;
  /** How a transaction is held open; real time by default. */
  sleep?: ((ms: number) => Promise<void>) | undefined;
  onBroken?: OnBroken | undefined;
};

/** Opens the database and puts together what works on it. Throws if its directory is in use or its files are damaged. */
export async function openCore(options: CoreOptions): Promise<Core> {
  const { path, now, faults = {}, sleep = (ms) => wait(ms) } = options;
  const store = await openDatabase(path, options.onBroken);
  const catalog = await loadCatalog(store.db);
  const lag = createIndexLag(store.db, faults, now);
  return {
    store,
    view: createReadView({ store, catalog, lag }),
    catalog,
    lock: createLock(),
    openItems: createOpenItems(),
    streams: createStreamLog(store.db, now),
    lag,
    faults,
    now,
    sleep,
  };
}
