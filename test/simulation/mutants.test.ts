import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mutants } from '../../scripts/simulate/mutants/all.ts';

/** Each defect can be made in the sources as they are; `npm run simulate:mutants` has the simulation find it. */

const root = join(import.meta.dirname, '../..');

test.each(mutants)('The defect $id can be made in $file', ({ file, from, to }) => {
  expect(readFileSync(join(root, file), 'utf8').split(from)).toHaveLength(2);
  expect(to).not.toBe(from);
});

test('Every defect has an id of its own', () => {
  expect(new Set(mutants.map(({ id }) => id)).size).toBe(mutants.length);
});
