import { type Digest, emptyRoot, nodeOf } from './digests.ts';

/**
 * The Merkle tree of RFC 6962: the left half of a tree is the largest power of two below its size, so no leaf is ever
 * counted twice and the path of a leaf follows from its index and the number of leaves.
 */

export const rootOf = (digest: Digest, leaves: readonly string[]): string => {
  const [first] = leaves;
  if (first === undefined) return emptyRoot(digest);
  if (leaves.length === 1) return first;
  const half = halfOf(leaves.length);
  return nodeOf(digest, rootOf(digest, leaves.slice(0, half)), rootOf(digest, leaves.slice(half)));
};

/** The neighbours of a leaf on the way to the root, from the leaf. */
export const pathOf = (digest: Digest, leaves: readonly string[], index: number): string[] => {
  if (leaves.length <= 1) return [];
  const half = halfOf(leaves.length);
  const [left, right] = [leaves.slice(0, half), leaves.slice(half)];
  return index < half
    ? [...pathOf(digest, left, index), rootOf(digest, right)]
    : [...pathOf(digest, right, index - half), rootOf(digest, left)];
};

type Place = { readonly index: number; readonly count: number; readonly path: readonly string[] };

/** The root that a leaf leads to; `undefined` where no tree of that size has such a path. */
export const rootFrom = (digest: Digest, leaf: string, { index, count, path }: Place): string | undefined => {
  if (index >= count) return undefined;
  if (count === 1) return path.length === 0 ? leaf : undefined;
  const neighbour = path.at(-1);
  if (neighbour === undefined) return undefined;
  const half = halfOf(count);
  const isLeft = index < half;
  const below = rootFrom(digest, leaf, {
    index: isLeft ? index : index - half,
    count: isLeft ? half : count - half,
    path: path.slice(0, -1),
  });
  if (below === undefined) return undefined;
  return isLeft ? nodeOf(digest, below, neighbour) : nodeOf(digest, neighbour, below);
};

/** The largest power of two below a number above one. */
const halfOf = (count: number): number => 2 ** Math.floor(Math.log2(count - 1));
