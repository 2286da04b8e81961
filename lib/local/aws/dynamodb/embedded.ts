import type { RequestListener } from 'node:http';
import { type Consumer, openConsumer } from './consumer.ts';
import { type Core, type CoreOptions, openCore } from './core.ts';
import { createDoorway } from './doorway.ts';
import { ensureTable, type TableInput } from './ensure-table.ts';
import type { Faults } from './faults.ts';
import { httpHandler } from './http-handler.ts';
import { forgetTokens } from './idempotency.ts';
import { perform } from './operations.ts';
import { type Authorize, speakProtocol } from './protocol.ts';
import { type InProcessHandler, inProcessHandler } from './request-handler.ts';
import { type TableStream, tableStream, trimOld } from './stream.ts';
import { deleteExpired } from './ttl.ts';
import type { Body } from './wire.ts';

export type EmbeddedDynamoOptions = CoreOptions & {
  /** May refuse requests that come over the wire (not those of `dispatch`). */
  authorize?: Authorize | undefined;
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

async function sweep(core: Core): Promise<{ expired: number; trimmed: number }> {
  const expired = await deleteExpired(core);
  let trimmed = 0;
  for (const table of [...core.catalog.keys()]) trimmed += await trimOld(core, tableStream(core, table));
  await forgetTokens(core.store.db, core.now());
  return { expired, trimmed };
}
