import type { RequestListener } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { loadCatalog } from './catalog.ts';
import { createOpenItems } from './conflicts.ts';
import { type Consumer, openConsumer } from './consumer.ts';
import type { Core } from './core.ts';
import { openDatabase } from './database.ts';
import { createDoorway } from './doorway.ts';
import { ensureTable, type TableInput } from './ensure-table.ts';
import type { Faults } from './faults.ts';
import { httpHandler } from './http-handler.ts';
import { forgetTokens } from './idempotency.ts';
import { createIndexLag } from './index-lag.ts';
import { createLock } from './lock.ts';
import { perform } from './operations.ts';
import { type Authorize, speakProtocol } from './protocol.ts';
import { createReadView } from './read-view.ts';
import { type InProcessHandler, inProcessHandler } from './request-handler.ts';
import { type TableStream, tableStream, trimOld } from './stream.ts';
import { createStreamLog } from './stream-log.ts';
import { deleteExpired } from './ttl.ts';
import type { Body } from './wire.ts';

export type EmbeddedDynamoOptions = {
  /** The directory of the data; without one they live in memory. */
  path?: string | undefined;
  /** The time in ms since the epoch. */
  now: () => number;
  /** Kept, so the caller may switch faults while it runs. */
  faults?: Faults | undefined;
  /** May refuse requests that come over the wire (not those of `dispatch`). */
  authorize?: Authorize | undefined;
  /** How a transaction is held open; real time by default. */
  sleep?: ((ms: number) => Promise<void>) | undefined;
};

export type EmbeddedDynamo = {
  /** For `http.createServer`. */
  handler: RequestListener;
  /** For an SDK client in this process. */
  requestHandler: InProcessHandler;
  /** Performs an operation, e.g. `GetItem`, on a body in DynamoDB's JSON. Throws what hasErrorBody recognizes. */
  dispatch(operation: string, body: Body): Promise<Body>;
  faults: Faults;
  /** Creates the table, or gives an existing one the indexes of the input. */
  ensureTable(input: TableInput): Promise<void>;
  stream(table: string): TableStream;
  consumer(table: string, name: string): Consumer;
  /** Deletes expired items, old stream records and old request tokens. To be called now and then. */
  sweep(): Promise<{ expired: number; trimmed: number }>;
  /** Finishes what is under way, then closes the files. */
  close(): Promise<void>;
};

/** Opens an embedded DynamoDB. Throws if its directory is in use. */
export async function createEmbeddedDynamo(options: EmbeddedDynamoOptions): Promise<EmbeddedDynamo> {
  const core = await openCore(options);
  const doorway = createDoorway();
  const dispatch = (operation: string, body: Body) => doorway.pass(() => perform(core, operation, body));
  const respond = speakProtocol(dispatch, options.authorize);
  return {
    handler: httpHandler(respond),
    requestHandler: inProcessHandler(respond),
    dispatch,
    faults: core.faults,
    ensureTable: (input) => doorway.pass(() => ensureTable(core, input)),
    stream: (table) => tableStream(core, table),
    consumer: (table, name) => openConsumer(core, table, name),
    sweep: () => doorway.pass(() => sweep(core)),
    async close() {
      await doorway.shut();
      await core.store.db.close();
    },
  };
}

async function openCore({ path, now, faults = {}, sleep = (ms) => wait(ms) }: EmbeddedDynamoOptions): Promise<Core> {
  const store = await openDatabase(path);
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

async function sweep(core: Core): Promise<{ expired: number; trimmed: number }> {
  const expired = await deleteExpired(core);
  let trimmed = 0;
  for (const table of [...core.catalog.keys()]) trimmed += await trimOld(core, tableStream(core, table));
  await forgetTokens(core.store.db, core.now());
  return { expired, trimmed };
}
