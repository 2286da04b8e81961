import type { Readable, Store } from '../../ports/store.ts';

type NamedByText = { [Name in keyof Readable]: Readable[Name]['key'] extends string ? Name : never }[keyof Readable];

/** What there is under these names, by name; read consistently. */
export const foundUnder = async <Name extends NamedByText>(
  store: Pick<Store, 'readMany'>,
  name: Name,
  keys: readonly (string & Readable[Name]['key'])[],
): Promise<ReadonlyMap<string, Readable[Name]['value']>> => {
  if (keys.length === 0) return new Map();
  const values = await store.readMany(name, keys);
  return new Map(
    keys.flatMap((key, index) => {
      const value = values[index];
      return value === undefined ? [] : [[key, value] as const];
    }),
  );
};

/** Which of these names mean something. */
export const knownAmong = async (
  store: Pick<Store, 'readMany'>,
  name: 'recipe' | 'environment',
  keys: readonly string[],
): Promise<ReadonlySet<string>> => new Set((await foundUnder(store, name, keys)).keys());
