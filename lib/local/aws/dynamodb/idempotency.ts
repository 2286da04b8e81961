import { createHash } from 'node:crypto';
import type { Database } from 'dynalite/db/index.js';
import { exception, validationError } from './errors.ts';
import { TOKEN_ROWS, within } from './keys.ts';
import { type Body, isRecord, type Row } from './wire.ts';

const REMEMBERED_MS = 10 * 60_000;

/** The ClientRequestToken of a request, if it has one. Throws unless it is text of 1 to 36 characters. */
export function tokenOf(body: Body): string | undefined {
  const token = body.ClientRequestToken;
  if (token == null) return undefined;
  if (typeof token === 'string' && token.length >= 1 && token.length <= 36) return token;
  throw validationError(
    "1 validation error detected: Value at 'clientRequestToken' failed to satisfy constraint: Member must have length between 1 and 36",
  );
}

/** The row to be written with a transaction so that its ClientRequestToken is known for ten minutes. */
export function tokenRow(token: string, entries: unknown[], now: number): Row {
  return { type: 'put', key: TOKEN_ROWS + token, value: { digest: digest(entries), at: now } };
}

/**
 * True if a transaction with this token has been committed in the last ten minutes.
 * Throws IdempotentParameterMismatchException if that was a different one.
 */
export async function isReplay(db: Database, token: string, entries: unknown[], now: number): Promise<boolean> {
  const row = await db.get(TOKEN_ROWS + token);
  if (!isRecord(row) || isOutdated(row, now)) return false;
  if (row.digest === digest(entries)) return true;
  throw exception(
    'IdempotentParameterMismatchException',
    'DynamoDB rejected the request because you retried a request with a different payload but with an idempotent token that was already used.',
  );
}

/** Deletes tokens older than ten minutes. */
export async function forgetTokens(db: Database, now: number): Promise<void> {
  const rows = await db.iterator(within(TOKEN_ROWS)).all();
  const outdated = rows.filter(([, row]) => !isRecord(row) || isOutdated(row, now));
  await db.batch(outdated.map(([key]) => ({ type: 'del', key })));
}

function isOutdated(row: Record<string, unknown>, now: number): boolean {
  return typeof row.at !== 'number' || now - row.at >= REMEMBERED_MS;
}

function digest(entries: unknown[]): string {
  return createHash('sha256').update(JSON.stringify(entries)).digest('base64');
}
