import { reportUse, transactionalReadUse, type Use } from './capacity.ts';
import { tableNamed } from './catalog.ts';
import { itemIdOf, keyProblem } from './commit.ts';
import type { Core } from './core.ts';
import { parseRequest, runAction } from './engine.ts';
import { throttled, validationError } from './errors.ts';
import { strikes } from './faults.ts';
import { createOverlay } from './overlay.ts';
import { CONFLICT, cancelled, entriesOf, NONE, refuseDuplicates } from './transact-request.ts';
import { type Body, type ItemRequest, isRecord, type Table } from './wire.ts';

type Read = { table: Table; request: ItemRequest; problem: Error | undefined };

/** TransactGetItems: all items as they are between two writes. */
export async function transactGet(core: Core, body: Body): Promise<Body> {
  const reads = entriesOf(body).map((entry) => readOf(core, entry));
  refuseDuplicates(reads.filter(({ problem }) => !problem).map(itemIdOf));
  if (reads.some(({ problem }) => problem)) {
    throw cancelled(
      reads.map(({ problem }) => (problem ? { Code: 'ValidationError', Message: problem.message } : NONE)),
    );
  }
  if (strikes(core.faults, 'throttleRate')) throw throttled();
  const conflicts = reads.map((read) => core.openItems.isOpen(itemIdOf(read)));
  if (conflicts.includes(true)) throw cancelled(conflicts.map((conflict) => (conflict ? CONFLICT : NONE)));
  return core.lock(async () => {
    const found = await Promise.all(reads.map((read) => readItem(core, read)));
    const used = reportUse(
      body.ReturnConsumedCapacity,
      found.map(({ use }) => use),
      'Read',
    );
    return { Responses: found.map(({ response }) => response), ConsumedCapacity: used };
  });
}

function readOf(core: Core, entry: unknown): Read {
  const { Get: body } = isRecord(entry) ? entry : {};
  if (!isRecord(body)) throw validationError('TransactItems can only contain a Get');
  const request = parseRequest('GetItem', body, core.store);
  const table = tableNamed(core.catalog, request.TableName);
  return { table, request, problem: keyProblem({ table, request }) };
}

async function readItem(core: Core, { table, request }: Read): Promise<{ response: Body; use: Use }> {
  const { Item } = await runAction('GetItem', core.view, request);
  const whole = await createOverlay(core).item(table, request.Key ?? {});
  return { response: Item ? { Item } : {}, use: transactionalReadUse(table, whole) };
}
