import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A ULID: 48 bits of time, then 80 random bits, sortable as text. */
export function executionId(now: number): string {
  let time = now;
  let head = '';
  for (let digit = 0; digit < 10; digit += 1) {
    head = ALPHABET.charAt(time % 32) + head;
    time = Math.floor(time / 32);
  }
  const tail = [...randomBytes(16)].map((byte) => ALPHABET.charAt(byte % 32)).join('');
  return head + tail;
}
