import { describe, expect, test } from 'vitest';
import { canStop, limitationsOf } from '../../lib/domain/abilities.ts';
import { allAbilities } from './builders.ts';

describe('An engine', () => {
  test('that leaves nothing to wish for has no limitations', () => {
    expect(limitationsOf(allAbilities)).toEqual([]);
  });

  test.each([
    ['cancel', /cannot stop work once it has begun/],
    ['observation', /cannot be asked how work stands/],
    ['search', /only its word settles it/],
    ['events', /news arrive with the next look/],
  ] as const)('without %s says so beforehand, and nothing else', (ability, words) => {
    expect(limitationsOf({ ...allAbilities, [ability]: false })).toEqual([expect.stringMatching(words)]);
  });

  test('that can do nothing says everything, the most important first', () => {
    const nothing = { search: false, cancel: false, observation: false, events: false };
    const one = (ability: keyof typeof nothing) => limitationsOf({ ...allAbilities, [ability]: false });
    expect(limitationsOf(nothing)).toEqual((['cancel', 'observation', 'search', 'events'] as const).flatMap(one));
  });

  test('that cannot stop work still lets go of what it has not heard of', () => {
    const bound = { ...allAbilities, cancel: false };
    expect(canStop({ handOver: { leases: 0 } }, bound)).toBe(true);
    expect(canStop({ handOver: { leases: 1 } }, bound)).toBe(false);
    expect(canStop({ handOver: { leases: 1 } }, allAbilities)).toBe(true);
  });
});
