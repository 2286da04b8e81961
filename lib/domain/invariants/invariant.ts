import type { Stored } from './stored.ts';

/** Something that is not as it must be: the ids it is about, and a sentence. */
export type Violation = { readonly about: readonly string[]; readonly sentence: string };

/** One thing that was looked at: fine, or not. */
export type Check = true | Violation;

/** What must be true of everything that is stored, at any time, whatever happened before. */
export type Invariant = {
  readonly id: string;
  readonly title: string;
  /** One check for each thing looked at. `now` is an instant, for what ages. */
  readonly check: (stored: Stored, now: Date) => Iterable<Check>;
};

export type Finding = { readonly checked: number; readonly violations: readonly Violation[] };

export const broken = (about: readonly string[], sentence: string): Violation => ({ about, sentence });

export const findingOf = (checks: Iterable<Check>): Finding => {
  let checked = 0;
  const violations: Violation[] = [];
  for (const check of checks) {
    checked += 1;
    if (check !== true) violations.push(check);
  }
  return { checked, violations };
};

/** The things under each key, in their order. */
export const groupedBy = <Thing>(
  things: Iterable<Thing>,
  keyOf: (thing: Thing) => string,
): ReadonlyMap<string, readonly Thing[]> => {
  const groups = new Map<string, Thing[]>();
  for (const thing of things) {
    const key = keyOf(thing);
    const group = groups.get(key);
    if (group) group.push(thing);
    else groups.set(key, [thing]);
  }
  return groups;
};
