import type { DeploymentRecord } from './records.ts';
import type { RecordWrite } from './write.ts';

/** What every write sets, whether or not there is anything to say. */
const always: ReadonlySet<string> = new Set<keyof DeploymentRecord>(['observedAt', 'updatedAt', 'recordVersion']);

/**
 * Whether a write says more than that somebody looked: what does not is not worth its writing. What a timeline gains is
 * counted in the record.
 */
export const isNews = ({ update: { before, after } }: RecordWrite): boolean => !isSame(without(before), without(after));

const without = (record: DeploymentRecord): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record).filter(([field]) => !always.has(field)));

/** Equal as JSON, whatever the order of fields: what was stored comes back in another. */
const isSame = (a: unknown, b: unknown): boolean => {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => isSame(Reflect.get(a, name), Reflect.get(b, name)));
};
