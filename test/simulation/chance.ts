/** Chance that can be repeated: the same seed, the same run. */
export type Chance = {
  /** From 0 to below 1. */
  next(): number;
  /** A whole number from 0 to below `count`. */
  below(count: number): number;
  hits(share: number): boolean;
  pick<Thing>(things: readonly Thing[]): Thing | undefined;
  /** One of the names, as often as its weight says; those of no weight never. */
  weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name | undefined;
};

/** A 32-bit generator (mulberry32): small, quick, and good enough to choose what happens next. */
export const seeded = (seed: number): Chance => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (count: number): number => Math.floor(next() * count);
  return {
    next,
    below,
    hits: (share) => next() < share,
    pick: (things) => things[below(things.length)],
    weighted: (weights) => {
      const names = Object.keys(weights) as (keyof typeof weights)[];
      let left = next() * names.reduce((sum, name) => sum + weights[name], 0);
      return names.find((name) => {
        left -= weights[name];
        return left < 0;
      });
    },
  };
};

/** Chance that depends on a name only: what belongs to it stays the same whatever else is left out of a run. */
export const chanceOf = (name: string): Chance => {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  }
  return seeded(hash);
};
