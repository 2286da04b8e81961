import { copyFile, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

export type DataCopy = { readonly path: string; readonly remove: () => Promise<void> };

const TRIES_MAX = 10;

/**
 * A copy of the table of a local plane, running or not. The database only appends to its log and adds files; unless it
 * has put files in order meanwhile, a copy is the table at one instant, up to the last write that was whole.
 */
export const copyOfData = async (directory: string): Promise<DataCopy> => {
  const source = join(directory, 'dynamodb');
  const path = await mkdtemp(join(tmpdir(), 'dxcp-verify-'));
  const remove = () => rm(path, { recursive: true, force: true });
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    if (await copied(source, path)) return { path, remove };
    await wait(100);
  }
  await remove();
  throw new Error(`There is no data of a plane in ${directory}, or it changes all the time`);
};

/** Whether all of it was copied while the order of the files stayed as it was. */
const copied = async (source: string, path: string): Promise<boolean> => {
  try {
    const before = await orderOf(source);
    for (const name of before.names) await copyFile(join(source, name), join(path, name));
    const after = await orderOf(source);
    return before.names.length > 0 && before.state === after.state;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
};

/** The files, and the size of the one that says which of them count. */
const orderOf = async (source: string): Promise<{ names: readonly string[]; state: string }> => {
  const names = (await readdir(source)).filter((name) => !/^LOCK$|^LOG/.test(name)).sort();
  const manifest = names.find((name) => name.startsWith('MANIFEST'));
  const size = manifest === undefined ? 0 : (await stat(join(source, manifest))).size;
  return { names, state: `${names.join()} ${size}` };
};
