import { IN_TRANSACTION, reportUse, transactionalReadUse, writeUse } from './capacity.ts';
import { commit, type Evaluated, evaluate, itemIdOf } from './commit.ts';
import type { Core } from './core.ts';
import { exception, isConditionFailure, validationError } from './errors.ts';
import { pick, strikes } from './faults.ts';
import { isReplay, tokenOf, tokenRow } from './idempotency.ts';
import { itemBytes } from './item.ts';
import { createOverlay } from './overlay.ts';
import { CONFLICT, cancelled, entriesOf, NONE, type Planned, planWrites, type Reason } from './transact-request.ts';
import { type Body, keyOf, type Row } from './wire.ts';

const MOST_BYTES = 4 * 1024 * 1024;

const THROTTLES: Reason[] = [
  { Code: 'ThrottlingError', Message: 'Throughput exceeds the current capacity of your table or index.' },
  {
    Code: 'ProvisionedThroughputExceeded',
    Message: 'The level of configured provisioned throughput for the table was exceeded.',
  },
];

type Call = { plan: Planned[]; entries: unknown[]; token: string | undefined; level: unknown };

/** TransactWriteItems: all of its writes or none, in one batch on disk. */
export async function transactWrite(core: Core, body: Body): Promise<Body> {
  const entries = entriesOf(body);
  const call: Call = {
    entries,
    plan: planWrites(core, entries),
    token: tokenOf(body),
    level: body.ReturnConsumedCapacity,
  };
  if (await isAnswered(core, call)) return replayed(core, call);
  refuseByFault(core, call.plan);
  const close = openItems(core, call);
  try {
    const holdMs = core.faults.conflictWindow?.holdMs;
    if (holdMs) await core.sleep(holdMs);
    return await core.lock(() => run(core, call));
  } finally {
    close();
  }
}

async function isAnswered(core: Core, { token, entries }: Call): Promise<boolean> {
  return token !== undefined && (await isReplay(core.store.db, token, entries, core.now()));
}

// A repeated request changes nothing and is charged for reading its items.
async function replayed(core: Core, { plan, level }: Call): Promise<Body> {
  const overlay = createOverlay(core);
  const uses = plan.map(async ({ write: { table, request } }) => {
    const key = request.Key ?? keyOf(request.Item ?? {}, table.KeySchema);
    return transactionalReadUse(table, await overlay.item(table, key));
  });
  return { ConsumedCapacity: reportUse(level, await Promise.all(uses), 'Read') };
}

function refuseByFault({ faults }: Core, plan: Planned[]): void {
  const throttle = strikes(faults, 'throttleRate') ? pick(faults, THROTTLES) : undefined;
  const reason = throttle ?? (strikes(faults, 'conflictRate') ? CONFLICT : undefined);
  if (!reason) return;
  const victim = pick(faults, plan);
  throw cancelled(plan.map((item) => (item === victim ? reason : NONE)));
}

// Between the look and the opening nothing may be awaited, or two transactions could open one item.
function openItems(core: Core, { plan, token }: Call): () => void {
  const running = token === undefined ? [] : [`token|${token}`];
  if (running.some(core.openItems.isOpen)) {
    throw exception(
      'TransactionInProgressException',
      'The transaction with the given request token is already in progress.',
    );
  }
  const items = plan.map(({ write, problem }) => (problem ? undefined : itemIdOf(write)));
  const conflicts = items.map((item) => item !== undefined && core.openItems.isOpen(item));
  if (conflicts.includes(true)) throw cancelled(conflicts.map((conflict) => (conflict ? CONFLICT : NONE)));
  if (!core.faults.conflictWindow) return () => undefined;
  return core.openItems.open([...items.filter((item) => item !== undefined), ...running]);
}

async function run(core: Core, call: Call): Promise<Body> {
  // The same request may have been committed while this one waited for the lock.
  if (await isAnswered(core, call)) return replayed(core, call);
  const overlay = createOverlay(core);
  const results: Evaluated[] = [];
  for (const { write, problem } of call.plan) {
    results.push(problem ? { outcome: 'refused', error: problem, before: undefined } : await evaluate(overlay, write));
  }
  const changes = results.flatMap((result) => (result.outcome === 'applied' ? [result.change] : []));
  if (changes.length < results.length) {
    throw cancelled(results.map((result, at) => reasonOf(result, call.plan[at]?.wantsOld === true)));
  }
  if (changes.reduce((sum, { before, after }) => sum + itemBytes(after ?? before), 0) > MOST_BYTES) {
    throw validationError('Transaction request cannot include more than 4 MB of data');
  }
  const token: Row[] = call.token === undefined ? [] : [tokenRow(call.token, call.entries, core.now())];
  await commit(core, overlay, changes, token);
  const uses = changes.map(({ table, before, after }) => writeUse(table, before, after, IN_TRANSACTION));
  return { ConsumedCapacity: reportUse(call.level, uses, 'Write') };
}

function reasonOf(result: Evaluated, wantsOld: boolean): Reason {
  if (result.outcome === 'applied') return NONE;
  const { error, before } = result;
  if (!isConditionFailure(error)) return { Code: 'ValidationError', Message: error.message };
  const item = wantsOld && before ? { Item: before } : {};
  return { Code: 'ConditionalCheckFailed', Message: error.message, ...item };
}
