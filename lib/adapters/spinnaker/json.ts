/** Reading JSON that other programs wrote: every reader tolerates any value and says what it could not find. */

export type JsonRecord = Readonly<Record<string, unknown>>;

/** The value as an object; an empty one when it is anything else. */
export function record(value: unknown): JsonRecord {
  return isRecord(value) ? value : {};
}

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as an array; an empty one when it is anything else. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A non-empty string, trimmed. */
export function text(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const trimmed = value.trim();
  return trimmed === '' ? undefined : trimmed;
}

export function finite(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function texts(value: unknown): readonly string[] {
  return list(value).flatMap((item) => text(item) ?? []);
}

/** Follows keys into nested objects. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => record(inner)[key], value);
}
