import { checkConditional, createKey, validateItem, validateKey } from 'dynalite/db/index.js';
import type { Core } from './core.ts';
import { runAction } from './engine.ts';
import { hasErrorBody } from './errors.ts';
import type { Overlay } from './overlay.ts';
import type { Change } from './stream-log.ts';
import { valueProblem } from './values.ts';
import type { Body, Item, ItemRequest, Row, Table } from './wire.ts';

/** A validated write of one item. A check changes nothing and has a condition only. */
export type Write = {
  action: 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'Check';
  table: Table;
  request: ItemRequest;
  expired?: boolean;
};

/** What came of a write in its overlay. */
export type Evaluated =
  | { outcome: 'applied'; change: Change; response: Body }
  | { outcome: 'refused'; error: Error; before: Item | undefined };

/** Names the item a write touches, as openItems knows it. The key must be valid. */
export function itemIdOf({ table, request }: Pick<Write, 'table' | 'request'>): string {
  return `${table.TableName}|${createKey(target(request), table)}`;
}

/** What is wrong with the key of the write (or with index keys of the item it puts), if anything. */
export function keyProblem({ table, request }: Pick<Write, 'table' | 'request'>): Error | undefined {
  const problem = request.Item ? validateItem(request.Item, table) : validateKey(target(request), table);
  return problem ?? undefined;
}

/** Runs the write in the overlay. A failed condition or an impossible update is an answer, not an exception. */
export async function evaluate(overlay: Overlay, write: Write): Promise<Evaluated> {
  const { action, table, request } = write;
  const key = target(request);
  const before = await overlay.item(table, key);
  if (action === 'Check') {
    const error = checkConditional(request, before);
    if (error) return { outcome: 'refused', error, before };
    return { outcome: 'applied', change: { table, before, after: before }, response: {} };
  }
  try {
    const response = await runAction(action, overlay.store, request);
    const after = await overlay.item(table, key);
    const error = after && valueProblem(after, table);
    if (error) return { outcome: 'refused', error, before };
    const change = { table, before, after, ...(write.expired && { expired: true }) };
    return { outcome: 'applied', change, response };
  } catch (error) {
    if (hasErrorBody(error)) return { outcome: 'refused', error, before };
    throw error;
  }
}

/**
 * Writes the items of the overlay, their index rows, their stream records and further rows in one batch: after a
 * crash either all are there or none. The caller holds the write lock.
 */
export async function commit(core: Core, overlay: Overlay, changes: Change[], further: Row[] = []): Promise<void> {
  const rows = overlay.rows();
  const appending = await core.streams.append(changes);
  await core.lag.remember(rows);
  await core.store.db.batch([...rows, ...appending.rows, ...further]);
  appending.committed();
}

function target(request: ItemRequest): Item {
  return request.Item ?? request.Key ?? {};
}
