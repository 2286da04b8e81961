import { reportUse, writeUse } from './capacity.ts';
import { tableNamed } from './catalog.ts';
import { commit, evaluate, itemIdOf, keyProblem, type Write } from './commit.ts';
import type { Core } from './core.ts';
import { parseRequest } from './engine.ts';
import { exception, isConditionFailure, validationError } from './errors.ts';
import { strikes } from './faults.ts';
import { createOverlay } from './overlay.ts';
import type { Body, Item } from './wire.ts';

type SingleAction = 'PutItem' | 'UpdateItem' | 'DeleteItem';

/** PutItem, UpdateItem or DeleteItem. */
export async function writeItem(core: Core, action: SingleAction, body: Body): Promise<Body> {
  const wantsOld = wantsOldOnFailure(body);
  const request = parseRequest(action, body, core.store);
  const table = tableNamed(core.catalog, request.TableName);
  const write: Write = { action, table, request };
  const problem = keyProblem(write);
  if (problem) throw problem;
  if (core.openItems.isOpen(itemIdOf(write)) || strikes(core.faults, 'conflictRate')) throw transactionConflict();
  return core.lock(() => writeAlone(core, write, wantsOld));
}

/** Evaluates and commits one write; throws its refusal. The caller holds the write lock. */
export async function writeAlone(core: Core, write: Write, wantsOld = false): Promise<Body> {
  const overlay = createOverlay(core);
  const result = await evaluate(overlay, write);
  if (result.outcome === 'refused') {
    if (wantsOld && isConditionFailure(result.error)) throw withItem(result.error.message, result.before);
    throw result.error;
  }
  await commit(core, overlay, [result.change]);
  const { before, after } = result.change;
  const used = reportUse(write.request.ReturnConsumedCapacity, [writeUse(write.table, before, after)]);
  return { ...result.response, ConsumedCapacity: used?.[0] };
}

/** Whether the caller wants the item that failed its condition. Throws on an unknown wish. */
export function wantsOldOnFailure(body: Body): boolean {
  const wish = body.ReturnValuesOnConditionCheckFailure ?? 'NONE';
  if (wish === 'ALL_OLD' || wish === 'NONE') return wish === 'ALL_OLD';
  throw validationError(
    `1 validation error detected: Value '${wish}' at 'returnValuesOnConditionCheckFailure' failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, NONE]`,
  );
}

/** What a single write meets on an item of an open transaction. */
export function transactionConflict(): Error {
  return exception('TransactionConflictException', 'Transaction is ongoing for the item');
}

function withItem(message: string, item: Item | undefined): Error {
  return exception('ConditionalCheckFailedException', message, item ? { Item: item } : {});
}
