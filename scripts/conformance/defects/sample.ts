import { createHash } from 'node:crypto';

/** Some of a list, the same ones for the same seed. */
export const sampleOf = <T extends { readonly invariant: string }>(
  all: readonly T[],
  { size, seed }: { readonly size: number; readonly seed: string },
): readonly T[] => {
  const rankOf = ({ invariant }: T) => createHash('sha256').update(`${seed} ${invariant}`).digest('hex');
  const chosen = new Set(all.toSorted((a, b) => (rankOf(a) < rankOf(b) ? -1 : 1)).slice(0, size));
  return all.filter((one) => chosen.has(one));
};
