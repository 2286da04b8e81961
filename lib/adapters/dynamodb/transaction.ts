import { createHash } from 'node:crypto';
import type { Database, TransactItem } from './database.ts';
import { isTransient, isUnanswered } from './faults.ts';
import { type Patience, patiently } from './patience.ts';

/**
 * Writes all items or none. All attempts, those of the SDK included, carry one token, and DynamoDB does a token once
 * within ten minutes: when an answer was lost on the way, the next attempt finds out what happened without doing it
 * again. Throws the last failure; or the one that left it open whether anything was written, if no later attempt
 * could tell.
 */
export const transactOnce = async (
  database: Database,
  items: readonly TransactItem[],
  patience: Patience,
): Promise<void> => {
  const token = tokenOf(items, patience.random());
  let unanswered: unknown;
  const attempt = async () => {
    try {
      await database.transact(items, token);
    } catch (error) {
      if (isUnanswered(error)) unanswered = error;
      throw error;
    }
  };
  try {
    await patiently(attempt, patience);
  } catch (error) {
    throw isTransient(error) ? (unanswered ?? error) : error;
  }
};

/** At most 36 characters. Chance keeps two equal changes apart; what they contain keeps all others apart. */
const tokenOf = (items: readonly TransactItem[], chance: number): string =>
  createHash('sha256')
    .update(JSON.stringify([chance, items]))
    .digest('base64url')
    .slice(0, 36);
