import { storedChecksum } from './crc32c.ts';
import { unpackSnappy } from './snappy.ts';
import { varint } from './varint.ts';

const FOOTER = 48;
const MAGIC = 0xdb4775248b80fb57n;
/** After the bytes of a block: how it is packed, and its checksum. */
const TRAILER = 5;
const PLAIN = 0;
const SNAPPY = 1;

type Place = { readonly offset: number; readonly size: number };

/** What is wrong with a sorted table of LevelDB, if anything. LevelDB itself would hand out what it finds. */
export function tableDamage(file: Buffer): string | undefined {
  if (file.length < FOOTER) return 'it is cut off';
  if (file.readBigUInt64LE(file.length - 8) !== MAGIC) return 'its end is missing or is not what was written';
  try {
    const footer = file.subarray(file.length - FOOTER);
    const meta = placeAt(footer, 0);
    const index = placeAt(footer, meta.end);
    const whole = [meta.place, index.place].flatMap((place) => blockDamage(file, place) ?? []);
    if (whole.length > 0) return whole[0];
    for (const place of placesIn(file, index.place)) {
      const damage = blockDamage(file, place);
      if (damage) return damage;
    }
    return undefined;
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}

function blockDamage(file: Buffer, { offset, size }: Place): string | undefined {
  const end = offset + size + TRAILER;
  if (end > file.length) return `the block at byte ${offset} is cut off`;
  if (storedChecksum(file.subarray(offset, end - 4)) === file.readUInt32LE(end - 4)) return undefined;
  return `the block at byte ${offset} is not what was written`;
}

/** Where the blocks are that the index lists; none for an index that is packed in a way unknown here. */
function* placesIn(file: Buffer, { offset, size }: Place): Generator<Place> {
  const packing = file[offset + size];
  if (packing !== PLAIN && packing !== SNAPPY) return;
  const stored = file.subarray(offset, offset + size);
  const index = packing === SNAPPY ? unpackSnappy(stored) : stored;
  const restarts = index.readUInt32LE(index.length - 4);
  const limit = index.length - 4 * (restarts + 1);
  for (let at = 0; at < limit; ) {
    const shared = varint(index, at);
    const own = varint(index, shared.end);
    const value = varint(index, own.end);
    const start = value.end + own.value;
    yield placeAt(index, start).place;
    at = start + value.value;
  }
}

function placeAt(bytes: Uint8Array, at: number): { readonly place: Place; readonly end: number } {
  const offset = varint(bytes, at);
  const size = varint(bytes, offset.end);
  return { place: { offset: offset.value, size: size.value }, end: size.end };
}
