import type { ChangedValue } from '../../contract/preview.ts';
import { difference } from '../configure/decision.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Two versions of an object, value by value; stamps are left out. */
export const changesOf = (before: object | undefined, after: object): ChangedValue[] => {
  const changed = difference(before ?? {}, after);
  return changed.fields.flatMap((field) => changesAt(field, changed.before[field], changed.after[field]));
};

const changesAt = (path: string, before: unknown, after: unknown): ChangedValue[] => {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const was = fieldsOf(before);
  const is = fieldsOf(after);
  if (!was || !is)
    return [{ path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }];
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  const inner = names.flatMap((name) => changesAt(`${path}.${name}`, was[name], is[name]));
  // The same things in another order.
  return inner.length === 0 ? [{ path, before, after }] : inner;
};

/** What can be gone into: an object by its fields, a list of named things by their names. */
const fieldsOf = (value: unknown): Fields | undefined => {
  if (!Array.isArray(value)) return isFields(value) ? value : undefined;
  const named = value.flatMap((entry) =>
    isFields(entry) && typeof entry.name === 'string' ? [[entry.name, entry]] : [],
  );
  return named.length > 0 && named.length === value.length ? Object.fromEntries(named) : undefined;
};

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
