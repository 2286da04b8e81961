import { writeBatch } from './batch-write.ts';
import type { Core } from './core.ts';
import { internalServerError, throttled, unknownOperation } from './errors.ts';
import { pick, strikes } from './faults.ts';
import { read, readBatch } from './reads.ts';
import { writeItem } from './single-write.ts';
import { createTable, deleteTable, describeTable, listTables } from './tables.ts';
import { transactGet } from './transact-get.ts';
import { transactWrite } from './transact-write.ts';
import { describeTimeToLive, updateTimeToLive } from './ttl.ts';
import type { Body } from './wire.ts';

type Operation = (core: Core, body: Body) => Promise<Body>;

const tableOperations: Record<string, Operation> = {
  CreateTable: createTable,
  DeleteTable: deleteTable,
  DescribeTable: describeTable,
  ListTables: listTables,
  UpdateTimeToLive: updateTimeToLive,
  DescribeTimeToLive: describeTimeToLive,
};

const itemOperations: Record<string, Operation> = {
  GetItem: (core, body) => read(core, 'GetItem', body),
  Query: (core, body) => read(core, 'Query', body),
  Scan: (core, body) => read(core, 'Scan', body),
  PutItem: (core, body) => writeItem(core, 'PutItem', body),
  UpdateItem: (core, body) => writeItem(core, 'UpdateItem', body),
  DeleteItem: (core, body) => writeItem(core, 'DeleteItem', body),
};

// Batches are throttled item by item, transactions by a reason, so they see to it themselves.
const groupOperations: Record<string, Operation> = {
  BatchGetItem: readBatch,
  BatchWriteItem: writeBatch,
  TransactGetItems: transactGet,
  TransactWriteItems: transactWrite,
};

/** Answers one operation of the API, or fails it on purpose as the faults say. */
export async function perform(core: Core, name: string, body: Body): Promise<Body> {
  const onTable = own(tableOperations, name);
  if (onTable) return onTable(core, body);
  const onItem = own(itemOperations, name);
  const onItems = onItem ?? own(groupOperations, name);
  if (!onItems) throw unknownOperation();
  if (onItem && strikes(core.faults, 'throttleRate')) throw throttled();
  if (!strikes(core.faults, 'internalErrorRate')) return onItems(core, body);
  // In AWS too a request that ends in an internal error may have taken effect.
  if (pick(core.faults, [true, false])) await onItems(core, body);
  throw internalServerError();
}

function own(operations: Record<string, Operation>, name: string): Operation | undefined {
  return Object.hasOwn(operations, name) ? operations[name] : undefined;
}
