import { mkdir } from 'node:fs/promises';
import { create, type Database, type Store } from 'dynalite/db/index.js';

const INSTANTLY = { createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 };

/**
 * Opens the database: LevelDB in the directory `path`, in memory without one.
 * Throws if another process holds the directory.
 */
export async function openDatabase(path: string | undefined): Promise<Store> {
  if (path !== undefined) await mkdir(path, { recursive: true });
  const store = create(path === undefined ? INSTANTLY : { ...INSTANTLY, path });
  try {
    await store.db.open();
  } catch (error) {
    throw new Error(`The DynamoDB data in ${path} cannot be opened; is another plane running on it?`, { cause: error });
  }
  return store;
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
