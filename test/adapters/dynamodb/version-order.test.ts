import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { versionOrder } from '../../../lib/adapters/dynamodb/version-order.ts';

/** The precedence of semver.org, item 11, written out. */
const compareVersions = (a: string, b: string): number => {
  const parse = (version: string) => {
    const [, core = '', preRelease] = /^([^-]*)(?:-(.*))?$/.exec(version) ?? [];
    return { core: core.split('.').map(BigInt), preRelease: preRelease?.split('.') };
  };
  const [left, right] = [parse(a), parse(b)];
  for (const [index, number] of left.core.entries()) {
    const other = right.core[index] ?? 0n;
    if (number !== other) return number < other ? -1 : 1;
  }
  if (!left.preRelease || !right.preRelease) return Number(!left.preRelease) - Number(!right.preRelease);
  for (let index = 0; ; index += 1) {
    const [one, two] = [left.preRelease[index], right.preRelease[index]];
    if (one === undefined || two === undefined) return Number(one !== undefined) - Number(two !== undefined);
    const order = compareIdentifiers(one, two);
    if (order !== 0) return order;
  }
};
const compareIdentifiers = (a: string, b: string): number => {
  const numeric = /^\d+$/;
  if (numeric.test(a) && numeric.test(b)) return Math.sign(Number(BigInt(a) - BigInt(b)));
  if (numeric.test(a) !== numeric.test(b)) return numeric.test(a) ? -1 : 1;
  return a === b ? 0 : a < b ? -1 : 1;
};

const number = fc.oneof(fc.nat(20), fc.bigInt(0n, 10n ** 20n)).map(String);
const word = fc
  .string({ unit: fc.constantFrom(...'aZ0-9b1'), minLength: 1, maxLength: 4 })
  .filter((text) => !/^0\d+$/.test(text));
const preRelease = fc.array(fc.oneof(word, number, fc.constantFrom('rc', 'alpha', 'beta')), {
  minLength: 1,
  maxLength: 4,
});
const version = fc
  .tuple(number, number, number, fc.option(preRelease))
  .map(([major, minor, patch, rest]) => `${major}.${minor}.${patch}${rest ? `-${rest.join('.')}` : ''}`);

describe('the order of versions', () => {
  test('is the precedence of semantic versions', () =>
    fc.assert(
      fc.property(version, version, (a, b) => {
        const [one, two] = [versionOrder(a), versionOrder(b)];
        const expected = compareVersions(a, b);
        expect(a === b ? 0 : Math.sign(one < two ? -1 : 1)).toBe(a === b ? 0 : expected);
      }),
      { numRuns: 2_000 },
    ));

  test('tells versions apart that mean the same, and has room for what is no version', () => {
    const texts = ['1.0.0', '01.0.0', '1.0.0-a..b', '1.0.0-a.b', '', 'latest', '1.0', '1.0.0+build'];
    expect(new Set(texts.map(versionOrder)).size).toBe(texts.length);
    expect(versionOrder('latest') < versionOrder('0.0.0-0')).toBe(true);
  });

  test('fits into a sort key at the longest version', () => {
    expect(versionOrder(`1.0.0-${'1.'.repeat(60)}1`).length).toBeLessThan(1024);
  });
});
