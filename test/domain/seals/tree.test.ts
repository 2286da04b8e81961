import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sealTools } from '../../../lib/adapters/system/seal-tools.ts';
import { canonical } from '../../../lib/domain/seals/canonical.ts';
import { pathOf, rootFrom, rootOf } from '../../../lib/domain/seals/tree.ts';

const { digest } = sealTools;
const leavesOf = (count: number): string[] => Array.from({ length: count }, (_, index) => digest(`leaf ${index}`));

describe('A Merkle tree', () => {
  test('leads from every leaf to its root, whatever its size, and from no other place', () => {
    for (let count = 1; count <= 33; count += 1) {
      const leaves = leavesOf(count);
      const root = rootOf(digest, leaves);
      for (const [index, leaf] of leaves.entries()) {
        const path = pathOf(digest, leaves, index);
        expect(rootFrom(digest, leaf, { index, count, path })).toBe(root);
        expect(path.length).toBeLessThanOrEqual(Math.ceil(Math.log2(count)));
        expect(rootFrom(digest, digest('another'), { index, count, path })).not.toBe(root);
        expect(rootFrom(digest, leaf, { index: index + count, count, path })).toBeUndefined();
        expect(rootFrom(digest, leaf, { index, count, path: [...path, leaf] })).toBeUndefined();
        if (count === 1) continue;
        expect(rootFrom(digest, leaf, { index, count, path: path.slice(1) })).toBeUndefined();
        expect(rootFrom(digest, leaf, { index: (index + 1) % count, count, path })).not.toBe(root);
      }
    }
  });

  test('has another root for other leaves, for the same in another order, and for fewer', () => {
    const roots = [[], ['a'], ['a', 'b'], ['b', 'a'], ['a', 'b', 'b'], ['a', 'b', 'a']].map((each) =>
      rootOf(digest, each.map(digest)),
    );
    expect(new Set(roots).size).toBe(roots.length);
  });

  test('is the one of the example in the documentation', () => {
    expect(rootOf(digest, leavesOf(3))).toBe(
      digest(`dxcp audit node 1\n${digest(`dxcp audit node 1\n${leavesOf(2).join('')}`)}${leavesOf(3)[2]}`),
    );
  });
});

describe('Canonical JSON', () => {
  test('is the same for the same value, however it was put together, and says all of it', async () => {
    await fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonical(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonical(JSON.parse(text))).toBe(text);
      }),
    );
  });

  test('puts members in order and leaves out what is undefined', () => {
    expect(canonical({ b: [1, undefined, { d: null, c: 'ü' }], a: undefined, A: true })).toBe(
      '{"A":true,"b":[1,null,{"c":"ü","d":null}]}',
    );
  });
});
