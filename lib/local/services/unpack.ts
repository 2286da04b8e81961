import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { unzipSync } from 'fflate';

const MAX_UNPACKED = 200 * 1024 * 1024;

/** Unpacks a service's zip into `directory`, all of it or nothing. Throws a sentence that says what is wrong with it. */
export function unpackService(archive: Uint8Array, directory: string): void {
  const entries = readEntries(archive);
  if (!('server.mjs' in entries)) throw new Error('the archive holds no server.mjs');
  const files = Object.entries(entries)
    .filter(([name]) => !name.endsWith('/'))
    .map(([name, content]) => ({ name: inside(name), content }));
  const draft = `${directory}.new`;
  rmSync(draft, { recursive: true, force: true });
  for (const { name, content } of files) {
    const path = join(draft, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  rmSync(directory, { recursive: true, force: true });
  renameSync(draft, directory);
}

function readEntries(archive: Uint8Array): Record<string, Uint8Array> {
  let size = 0;
  try {
    return unzipSync(archive, {
      filter: ({ originalSize }) => {
        size += originalSize;
        if (size > MAX_UNPACKED) throw new Error('its content is too large');
        return true;
      },
    });
  } catch (error) {
    throw new Error(error instanceof Error ? error.message : 'not a zip archive');
  }
}

/** Names that would climb out of the directory are refused. */
function inside(name: string): string {
  const path = normalize(name);
  if (path.startsWith('..') || path.startsWith(sep) || /^[a-z]:/i.test(path)) throw new Error(`unsafe name ${name}`);
  return path;
}
