import type { AttributeValue } from 'aws-lambda';
import type { Item } from './wire.ts';

// A map or list costs 3 bytes itself and 1 for each of its members.
const NESTED = 3;
const MEMBER = 1;

/** The size of an item in bytes as AWS counts it: names and values, text in UTF-8. Nothing counts 0. */
export function itemBytes(item: Item | undefined): number {
  if (!item) return 0;
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value), 0);
}

/** True if both are the same item (or both are none), whatever the order of their attributes. */
export function sameItem(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const left = Object.entries(a);
  const right = new Map(Object.entries(b));
  return left.length === right.size && left.every(([name, value]) => sameItem(value, right.get(name)));
}

function valueBytes(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return numberBytes(value.N);
  if (value.B !== undefined) return Buffer.byteLength(value.B, 'base64');
  if (value.M) return NESTED + MEMBER * Object.keys(value.M).length + itemBytes(value.M);
  if (value.L) return NESTED + value.L.reduce((sum, member) => sum + MEMBER + valueBytes(member), 0);
  if (value.SS) return value.SS.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (value.NS) return value.NS.reduce((sum, number) => sum + numberBytes(number), 0);
  if (value.BS) return value.BS.reduce((sum, bytes) => sum + Buffer.byteLength(bytes, 'base64'), 0);
  return 1; // a boolean or null
}

// About one byte for two significant digits, one for the exponent and one for a sign.
function numberBytes(number: string): number {
  const digits = number
    .replace(/[eE].*$/, '')
    .replace(/[-.]/g, '')
    .replace(/^0+|0+$/g, '');
  return Math.ceil(digits.length / 2) + 1 + (number.startsWith('-') ? 1 : 0);
}
