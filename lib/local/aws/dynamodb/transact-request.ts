import { tableNamed } from './catalog.ts';
import { itemIdOf, keyProblem, type Write } from './commit.ts';
import type { Core } from './core.ts';
import { parseRequest } from './engine.ts';
import { exception, validationError } from './errors.ts';
import { wantsOldOnFailure } from './single-write.ts';
import { type Body, type Item, isRecord } from './wire.ts';

const MOST_ITEMS = 100;

/** Why one item of a cancelled transaction failed, or Code `None` if it did not. */
export type Reason = { Code: string; Message?: string; Item?: Item };

export const NONE: Reason = { Code: 'None' };

/** The reason of an item that belongs to another open transaction. */
export const CONFLICT: Reason = { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' };

/** One item of a transaction: its write, or what is wrong with its key. */
export type Planned = { write: Write; wantsOld: boolean; problem: Error | undefined };

const ACTIONS = { Put: 'PutItem', Update: 'UpdateItem', Delete: 'DeleteItem', ConditionCheck: 'Check' } as const;

/** The entries of TransactItems. Throws unless there are 1 to 100. */
export function entriesOf(body: Body): unknown[] {
  const entries = body.TransactItems;
  const count = Array.isArray(entries) ? entries.length : 0;
  if (Array.isArray(entries) && count >= 1 && count <= MOST_ITEMS) return entries;
  const bound = count < 1 ? 'greater than or equal to 1' : `less than or equal to ${MOST_ITEMS}`;
  throw validationError(
    `1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have length ${bound}`,
  );
}

/** Validates the entries of a TransactWriteItems. Throws for what makes the whole request wrong. */
export function planWrites(core: Core, entries: unknown[]): Planned[] {
  const plan = entries.map((entry) => {
    const { kind, body } = onlyMember(entry);
    if (kind === 'ConditionCheck' && !body.ConditionExpression) {
      throw validationError('The ConditionExpression is required for a ConditionCheck');
    }
    const action = ACTIONS[kind];
    // A check is validated as what it resembles most: a delete that only has a condition.
    const request = parseRequest(action === 'Check' ? 'DeleteItem' : action, body, core.store);
    const write: Write = { action, request, table: tableNamed(core.catalog, request.TableName) };
    return { write, wantsOld: wantsOldOnFailure(body), problem: keyProblem(write) };
  });
  refuseDuplicates(plan.filter(({ problem }) => !problem).map(({ write }) => itemIdOf(write)));
  return plan;
}

/** Throws if a transaction names an item twice. */
export function refuseDuplicates(items: string[]): void {
  if (new Set(items).size === items.length) return;
  throw validationError('Transaction request cannot include multiple operations on one item');
}

/** The cancellation of a transaction: one reason for each item, in their order. */
export function cancelled(reasons: Reason[]): Error {
  const codes = reasons.map(({ Code }) => Code).join(', ');
  return exception(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { CancellationReasons: reasons },
  );
}

function onlyMember(entry: unknown): { kind: keyof typeof ACTIONS; body: Body } {
  const members = Object.entries(isRecord(entry) ? entry : {}).filter(([, value]) => value != null);
  const [kind, body] = members.length === 1 ? (members[0] ?? []) : [];
  if (isKind(kind) && isRecord(body)) return { kind, body };
  throw validationError('TransactItems can only contain one of Check, Put, Update or Delete');
}

function isKind(name: string | undefined): name is keyof typeof ACTIONS {
  return name !== undefined && Object.hasOwn(ACTIONS, name);
}
