import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isNews } from '../../lib/domain/news.ts';
import type { DeploymentRecord } from '../../lib/domain/records.ts';
import { writeRecord } from '../../lib/domain/write.ts';
import { inFlightRecord, NOW } from './builders.ts';

const now = NOW.toISOString();
const before = inFlightRecord({ warnings: ['a', 'b'], progress: { done: 1, total: 3, label: 'Roll out' } });
const write = (set: Partial<DeploymentRecord>) => isNews(writeRecord(before, { now, set, entries: [] }));

/** The same, as a store may give it back: fields in another order, and everything copied. */
const otherOrder = <Value>(value: Value): Value =>
  value === null || typeof value !== 'object'
    ? value
    : Array.isArray(value)
      ? (value.map(otherOrder) as Value)
      : (Object.fromEntries(
          Object.entries(value)
            .reverse()
            .map(([name, inner]) => [name, otherOrder(inner)]),
        ) as Value);

describe('What is worth a write', () => {
  test('is whatever the timeline tells, and not that somebody looked', () => {
    expect(write({ observedAt: now })).toBe(false);
    const told = { type: 'ENGINE_WARNING', at: now, summary: 'Slow' } as const;
    expect(isNews(writeRecord(before, { now, set: {}, entries: [told] }))).toBe(true);
  });

  test('is nothing that comes back in another order', () => {
    expect(write(otherOrder(before))).toBe(false);
  });

  test.each<[string, Partial<DeploymentRecord>]>([
    ['another state', { state: 'IN_PROGRESS' }],
    ['a field that was not there', { startedAt: now }],
    ['another place among the steps', { progress: { done: 2, total: 3, label: 'Roll out' } }],
    ['warnings in another order', { warnings: ['b', 'a'] }],
    ['one warning more', { warnings: ['a', 'b', 'c'] }],
    ['one warning less', { warnings: ['a'] }],
    ['nothing in place of something', { outcome: 'FAILED' }],
    ['another kind of value', { progress: undefined } as unknown as Partial<DeploymentRecord>],
  ])('is %s', (_, set) => {
    expect(write(set)).toBe(true);
  });

  test('is a value that comes or goes, whatever stands in its place', () => {
    const seen = [undefined, null, 'a', 1, { done: 1 }, {}];
    for (const [index, one] of seen.entries()) {
      for (const [other, two] of seen.entries()) {
        const first = { ...before, progress: one } as unknown as DeploymentRecord;
        const set = { progress: two } as unknown as Partial<DeploymentRecord>;
        expect(isNews(writeRecord(first, { now, set, entries: [] })), `${one} to ${two}`).toBe(index !== other);
      }
    }
  });

  test('is the same as a difference in what JSON says, for whatever evidence the engine gives', async () => {
    const evidence = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 });
    await fc.assert(
      fc.property(evidence, evidence, (one, other) => {
        const first = inFlightRecord({ evidence: one });
        const { update, timeline } = writeRecord(first, { now, set: { evidence: other }, entries: [] });
        expect(isNews({ update, timeline })).toBe(JSON.stringify(one) !== JSON.stringify(other));
      }),
    );
  });
});
