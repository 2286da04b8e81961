import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { invariants } from '../../scripts/conformance/contract.ts';
import { defects } from '../../scripts/conformance/defects/all.ts';

const root = join(import.meta.dirname, '../..');

/** Each defect can be made in the sources as they are; `npm run conformance:defects` has the suite name it. */
describe('The deliberate defects', () => {
  it('are one for each invariant', () => {
    const broken = defects.map(({ invariant }) => invariant);
    expect(broken.toSorted()).toEqual(invariants.map(({ id }) => id).toSorted());
  });

  it.each(defects)('of $invariant can be made: $defect', ({ changes }) => {
    expect(changes.length).toBeGreaterThan(0);
    for (const { file, from, to } of changes) {
      expect(readFileSync(join(root, file), 'utf8').split(from), file).toHaveLength(2);
      expect(to).not.toBe(from);
    }
  });
});
