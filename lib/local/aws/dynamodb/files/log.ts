import { storedChecksum } from './crc32c.ts';

const BLOCK = 32_768;
const HEADER = 7;
const [FULL, FIRST] = [1, 2];

/** What a log or a manifest of LevelDB holds, up to where it ends or is damaged. */
export type Log = { readonly records: readonly Buffer[]; readonly damage?: string };

/**
 * Reads a log or a manifest. A last record that is not whole is no damage: its write was cut off and never
 * acknowledged. LevelDB itself would leave out what it cannot read, and say nothing.
 */
export function readLog(file: Buffer): Log {
  const records: Buffer[] = [];
  let parts: Buffer[] = [];
  for (let at = 0; at + HEADER <= file.length; ) {
    const left = BLOCK - (at % BLOCK);
    if (left < HEADER) {
      at += left;
      continue;
    }
    const end = at + HEADER + file.readUInt16LE(at + 4);
    if (isUnwritten(file, at)) break;
    if (end - at > left) return { records, damage: `the record at byte ${at} is too long` };
    if (end > file.length) break;
    if (storedChecksum(file.subarray(at + 6, end)) !== file.readUInt32LE(at)) {
      return { records, damage: `the record at byte ${at} is not what was written` };
    }
    const kind = file[at + 6];
    if (kind === FULL || kind === FIRST) parts = [];
    parts.push(file.subarray(at + HEADER, end));
    if (kind !== FIRST && kind !== FIRST + 1) records.push(Buffer.concat(parts));
    at = end;
  }
  return { records };
}

/** A power cut may leave zeros where nothing was written yet, and nothing but zeros. */
function isUnwritten(file: Buffer, at: number): boolean {
  return file.readUIntLE(at, 6) === 0 && file.subarray(at).every((byte) => byte === 0);
}
