import { mkdir } from 'node:fs/promises';
import { create, type Database, type Store } from 'dynalite/db/index.js';
import { damageIn } from './files/damage.ts';

const INSTANTLY = { createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 };

/** Told once, when a write failed: nothing more can be written then. */
export type OnBroken = (error: Error) => void;

/**
 * Opens the database: LevelDB in the directory `path`, in memory without one. Throws, with nothing changed, if another
 * process holds the directory or its files are not what was written.
 */
export async function openDatabase(path: string | undefined, onBroken: OnBroken = () => undefined): Promise<Store> {
  if (path !== undefined) {
    await mkdir(path, { recursive: true });
    const damage = await damageIn(path);
    if (damage) throw new Error(`The DynamoDB data in ${path} are damaged: ${damage}`);
  }
  const store = create(path === undefined ? INSTANTLY : { ...INSTANTLY, path });
  try {
    await store.db.open();
  } catch (error) {
    throw new Error(`The DynamoDB data in ${path} cannot be opened: ${reasonOf(error)}`, { cause: error });
  }
  fuse(store.db, onBroken);
  return store;
}

/**
 * After a write that failed, LevelDB may append the next one to half a record, and would not find it again after a
 * restart. So the first failure is the end of all writing.
 */
export function fuse(db: Pick<Database, 'batch'>, onBroken: OnBroken): void {
  const batch = db.batch.bind(db);
  let broken: Error | undefined;
  db.batch = async (rows) => {
    if (broken) throw broken;
    try {
      await batch(rows);
    } catch (error) {
      if (!isStorageFailure(error)) throw error;
      const first = broken === undefined;
      broken ??= new Error(`The DynamoDB data cannot be written: ${reasonOf(error)}`, { cause: error });
      if (first) onBroken(broken);
      throw broken;
    }
  };
}

const isStorageFailure = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['LEVEL_IO_ERROR', 'LEVEL_CORRUPTION'].includes(String(error.code));

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const isLocked = cause instanceof Error && 'code' in cause && cause.code === 'LEVEL_LOCKED';
  if (isLocked) return 'another plane has them open';
  return cause instanceof Error ? cause.message : String(cause);
}

/** Deletes every row in the range, a few hundred at a time; returns how many. */
export async function deleteRange(db: Database, range: { gte: string; lt: string }): Promise<number> {
  const keys = db.keys(range);
  let deleted = 0;
  try {
    for (;;) {
      const page = await keys.nextv(500);
      if (page.length === 0) return deleted;
      await db.batch(page.map((key) => ({ type: 'del', key })));
      deleted += page.length;
    }
  } finally {
    await keys.close();
  }
}
