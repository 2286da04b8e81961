import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chapters, contractVersion, invariants } from '../../scripts/conformance/contract.ts';

const root = join(import.meta.dirname, '../..');

describe('The governance contract', () => {
  it('gives every invariant an id of its own, of its chapter', () => {
    const ids = invariants.map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(70);
    expect(new Set(ids).size).toBe(ids.length);
    const strange = chapters.flatMap(({ id: chapter, invariants: held }) =>
      held.map(({ id }) => id).filter((id) => !new RegExp(`^GOV-${chapter}-\\d\\d$`).test(id)),
    );
    expect(strange).toEqual([]);
  });

  it('says of every invariant what it is, in words', () => {
    const wordless = invariants.filter(({ title, given, when, promise }) =>
      [title, given, when, promise].some((words) => words.trim().length < 5 || words.endsWith('.')),
    );
    expect(wordless.map(({ id }) => id)).toEqual([]);
  });

  it('names tests that are there', () => {
    expect(invariants.filter(({ tests }) => tests.length === 0).map(({ id }) => id)).toEqual([]);
    const named = new Set(invariants.flatMap(({ tests }) => tests));
    expect([...named].filter((test) => !existsSync(join(root, test)))).toEqual([]);
  });

  it('has a version of two numbers', () => {
    expect(contractVersion).toMatch(/^\d+\.\d+$/);
  });
});
