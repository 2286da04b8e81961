import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';

export const TEMPORARY_SUFFIX = '.tmp';

/** Writes a whole file so that after a crash either the old or the new content is there, never a part. */
export async function writeDurably(path: string, data: string | Uint8Array, mode = 0o644): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}${TEMPORARY_SUFFIX}`;
  try {
    const file = await open(temporary, 'wx', mode);
    try {
      await file.writeFile(data);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
