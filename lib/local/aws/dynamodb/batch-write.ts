import { reportUse, writeUse } from './capacity.ts';
import { tableNamed } from './catalog.ts';
import { commit, evaluate, itemIdOf, keyProblem, type Write } from './commit.ts';
import type { Core } from './core.ts';
import { parseRequest } from './engine.ts';
import { throttled, validationError } from './errors.ts';
import { strikes } from './faults.ts';
import { createOverlay } from './overlay.ts';
import type { Change } from './stream-log.ts';
import { type Body, isItem, isRecord } from './wire.ts';

type Requested = { write: Write; entry: unknown };

/**
 * BatchWriteItem. What is throttled, or belongs to an open transaction, comes back unprocessed; the rest is written
 * at once (AWS promises less: each item for itself).
 */
export async function writeBatch(core: Core, body: Body): Promise<Body> {
  const request = parseRequest('BatchWriteItem', body, core.store);
  const all = requested(core, request.RequestItems);
  refuseDuplicates(all);
  const left = all.filter(
    ({ write }) => core.openItems.isOpen(itemIdOf(write)) || strikes(core.faults, 'throttleRate'),
  );
  if (left.length === all.length) throw throttled();
  const changes = await core.lock(() =>
    writeAll(
      core,
      all.filter((one) => !left.includes(one)),
    ),
  );
  const uses = changes.map(({ table, before, after }) => writeUse(table, before, after));
  return { UnprocessedItems: unprocessed(left), ConsumedCapacity: reportUse(request.ReturnConsumedCapacity, uses) };
}

async function writeAll(core: Core, requests: Requested[]): Promise<Change[]> {
  const overlay = createOverlay(core);
  const changes: Change[] = [];
  for (const { write } of requests) {
    const result = await evaluate(overlay, write);
    if (result.outcome === 'refused') throw result.error;
    changes.push(result.change);
  }
  await commit(core, overlay, changes);
  return changes;
}

function requested(core: Core, tables: unknown): Requested[] {
  return Object.entries(isRecord(tables) ? tables : {}).flatMap(([name, entries]) => {
    const table = tableNamed(core.catalog, name);
    return (Array.isArray(entries) ? entries : []).map((entry: unknown) => {
      const write: Write = { table, ...writeOf(name, entry) };
      const problem = keyProblem(write);
      if (problem) throw problem;
      return { write, entry };
    });
  });
}

function writeOf(TableName: string, entry: unknown): Pick<Write, 'action' | 'request'> {
  const { PutRequest, DeleteRequest } = isRecord(entry) ? entry : {};
  if (isRecord(PutRequest) && isItem(PutRequest.Item)) {
    return { action: 'PutItem', request: { TableName, Item: PutRequest.Item } };
  }
  if (isRecord(DeleteRequest) && isItem(DeleteRequest.Key)) {
    return { action: 'DeleteItem', request: { TableName, Key: DeleteRequest.Key } };
  }
  throw validationError('A write request must put or delete exactly one item');
}

function refuseDuplicates(requests: Requested[]): void {
  if (new Set(requests.map(({ write }) => itemIdOf(write))).size === requests.length) return;
  throw validationError('Provided list of item keys contains duplicates');
}

function unprocessed(left: Requested[]): Body {
  const byTable = Map.groupBy(left, ({ write }) => write.table.TableName);
  return Object.fromEntries([...byTable].map(([name, requests]) => [name, requests.map(({ entry }) => entry)]));
}
