import type { Store } from 'dynalite/db/index.js';
import type { Catalog } from './catalog.ts';
import type { OpenItems } from './conflicts.ts';
import type { Faults } from './faults.ts';
import type { IndexLag } from './index-lag.ts';
import type { Lock } from './lock.ts';
import type { StreamLog } from './stream-log.ts';

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
