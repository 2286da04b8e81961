import type { Change, ConditionName } from '../../domain/change.ts';
import { type Committed, ContentionFault } from '../../ports/store.ts';
import { type Part, partsOf } from './commit-parts.ts';
import type { Database } from './database.ts';
import { cancellationReasons, isRefusedForNow } from './faults.ts';
import type { Patience } from './patience.ts';
import { transactOnce } from './transaction.ts';

/**
 * Writes a change in one transaction. `ContentionFault` says that nothing was written; when that is not known, the
 * failure is thrown as it came, and the caller's idempotency key tells what happened.
 */
export const commit = async (database: Database, change: Change, patience: Patience): Promise<Committed> => {
  const parts = partsOf(change, database.table, patience.now().toISOString());
  try {
    await transactOnce(
      database,
      parts.map(({ item }) => item),
      patience,
    );
    return { ok: true };
  } catch (error) {
    const lost = lostConditions(parts, error);
    if (lost !== undefined) return { ok: false, lost };
    if (!isRefusedForNow(error)) throw error;
    throw new ContentionFault('The change was kept from committing for too long', { cause: error });
  }
};

/**
 * The conditions that did not hold, each once; a lost condition counts even if other parts met a conflict.
 * `undefined` when the failure is of another kind, or of a part whose condition can only fail by a defect.
 */
const lostConditions = (parts: readonly Part[], error: unknown): readonly ConditionName[] | undefined => {
  const failed = cancellationReasons(error)?.flatMap((reason, index) =>
    reason === 'ConditionalCheckFailed' ? [parts[index]?.condition] : [],
  );
  const lost = [...new Set(failed)].filter((condition) => condition !== undefined);
  return lost.length > 0 ? lost : undefined;
};
