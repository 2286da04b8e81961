import { createHash } from 'node:crypto';
import type { RawRequest } from './parse.ts';

/** Digest of what was asked, to tell a repetition from a different request under the same key. */
export const fingerprintOf = (raw: RawRequest): string =>
  createHash('sha256')
    .update(JSON.stringify([raw.params, sorted(raw.query), canonical(raw.body)]))
    .digest('hex');

/** The same JSON in another order or layout is the same request. */
const canonical = (body: string | undefined): string => {
  try {
    return JSON.stringify(sorted(JSON.parse(body ?? 'null')));
  } catch {
    return body ?? '';
  }
};

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => [key, sorted(inner)]);
};
