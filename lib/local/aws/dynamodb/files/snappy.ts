import { varint } from './varint.ts';

/** Unpacks a block that was packed by Snappy. Throws RangeError for one that was not. */
export function unpackSnappy(packed: Uint8Array): Buffer {
  const size = varint(packed, 0);
  if (size.value > packed.length * 256) throw new RangeError('a block is too large');
  const output = Buffer.alloc(size.value);
  let to = 0;
  for (let at = size.end; at < packed.length; ) {
    const part = partAt(packed, at);
    if (to + part.length > output.length) throw new RangeError('a block is too long');
    if (part.back === undefined) output.set(packed.subarray(part.from, part.from + part.length), to);
    else if (part.back === 0 || part.back > to) throw new RangeError('a block points outside itself');
    // Byte by byte: what is copied may have been written by this very copy.
    else for (let done = 0; done < part.length; done += 1) output[to + done] = output[to + done - part.back] ?? 0;
    to += part.length;
    at = part.next;
  }
  if (to !== output.length) throw new RangeError('a block is too short');
  return output;
}

type Part = { readonly length: number; readonly back?: number; readonly from: number; readonly next: number };

/** The literal or copy at this place: two bits say which, the others how long. */
function partAt(packed: Uint8Array, at: number): Part {
  const tag = packed[at] ?? 0;
  const rest = tag >>> 2;
  const little = (count: number): number => {
    let value = 0;
    for (let index = count; index > 0; index -= 1) value = value * 256 + (packed[at + index] ?? 0);
    return value;
  };
  switch (tag & 3) {
    case 0: {
      const extra = rest < 60 ? 0 : rest - 59;
      const length = (extra === 0 ? rest : little(extra)) + 1;
      const from = at + 1 + extra;
      return { length, from, next: from + length };
    }
    case 1:
      return { length: (rest & 7) + 4, back: (rest >>> 3) * 256 + little(1), from: at, next: at + 2 };
    case 2:
      return { length: rest + 1, back: little(2), from: at, next: at + 3 };
    default:
      return { length: rest + 1, back: little(4), from: at, next: at + 5 };
  }
}
