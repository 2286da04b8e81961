import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { advance, type Seen } from '../../lib/domain/advance.ts';
import type { DeploymentRecord } from '../../lib/domain/records.ts';
import { isTerminal } from '../../lib/domain/states.ts';
import { awaitsApproval } from '../../lib/domain/step-words.ts';
import { plusSeconds } from '../../lib/domain/time.ts';
import { aRecord, aSuccess } from '../builders/records.ts';
import { aSeen, frozen, inFlightRecord, NOW } from './builders.ts';

const progressOf = (record: DeploymentRecord, seen: Seen, now = NOW) => {
  const step = advance(record, seen, now);
  if (step.kind !== 'progress') throw new Error(`Not progress but ${step.kind}`);
  return { record: step.write.update.after, types: step.write.timeline.entries.map(({ type }) => type) };
};

const endOf = (record: DeploymentRecord, seen: Seen) => {
  const step = advance(record, seen, NOW);
  if (step.kind !== 'ended') throw new Error(`Not an end but ${step.kind}`);
  return step.ending;
};

describe('An observation', () => {
  test('of work makes a deployment be in progress; one of waiting does not', () => {
    expect(progressOf(inFlightRecord(), aSeen()).record.state).toBe('IN_PROGRESS');
    expect(progressOf(inFlightRecord(), aSeen({ status: 'QUEUED' })).record.state).toBe('ACTIVE');
    expect(progressOf(inFlightRecord(), aSeen({ status: 'UNKNOWN' })).record.state).toBe('ACTIVE');
    const working = inFlightRecord({ state: 'IN_PROGRESS' });
    expect(progressOf(working, aSeen({ status: 'QUEUED' })).record.state).toBe('IN_PROGRESS');
  });

  test('of something else, or of what has ended, changes nothing', () => {
    expect(advance(inFlightRecord(), aSeen({ executionId: 'execution-2' }), NOW)).toEqual({ kind: 'none' });
    expect(advance(aSuccess({ executionId: 'execution-1' }), aSeen({ status: 'FAILED' }), NOW)).toEqual({
      kind: 'none',
    });
    expect(advance(aRecord(), aSeen(), NOW)).toEqual({ kind: 'none' });
  });

  test('tells each step once, by its label', () => {
    const first = progressOf(inFlightRecord(), aSeen({ progress: { done: 0, total: 3, label: 'Prepare' } }));
    expect(first.types).toEqual(['ENGINE_PROGRESS']);
    expect(progressOf(first.record, aSeen({ progress: { done: 0, total: 3, label: 'Prepare' } })).types).toEqual([]);
    const second = progressOf(first.record, aSeen({ progress: { done: 1, total: 3, label: 'Roll out' } }));
    expect(second.types).toEqual(['ENGINE_PROGRESS']);
    const late = progressOf(second.record, aSeen({ progress: { done: 0, total: 3, label: 'Prepare' } }));
    expect(late.types).toEqual([]);
    expect(late.record.progress?.done).toBe(1);
    expect(progressOf(second.record, aSeen()).record.progress?.done).toBe(1);
  });

  test('counts the step under way, never beyond the last', () => {
    const detailOf = (done: number) => {
      const step = advance(inFlightRecord(), aSeen({ progress: { done, total: 3, label: 'x' } }), NOW);
      return step.kind === 'progress' ? step.write.timeline.entries[0]?.detail : undefined;
    };
    expect([0, 1, 2, 3].map(detailOf)).toEqual(['Step 1 of 3', 'Step 2 of 3', 'Step 3 of 3', 'Step 3 of 3']);
  });

  test('tells a step that the engine put in the place of another', () => {
    const first = progressOf(inFlightRecord(), aSeen({ progress: { done: 1, total: 3, label: 'Roll out' } }));
    const other = progressOf(first.record, aSeen({ progress: { done: 1, total: 3, label: 'Roll out again' } }));
    expect(other.types).toEqual(['ENGINE_PROGRESS']);
    const last = progressOf(inFlightRecord(), aSeen({ progress: { done: 3, total: 3, label: 'Verify' } }));
    const again = progressOf(last.record, aSeen({ progress: { done: 3, total: 3, label: 'Verify again' } }));
    expect(again.types).toEqual(['ENGINE_PROGRESS']);
  });

  test('tells no step that has not begun, though the engine names it', () => {
    const steps = ['a', 'b', 'c', 'd', 'e'].map((label) => ({ label }));
    const first = progressOf(inFlightRecord(), aSeen({ progress: { done: 0, total: 5, label: 'a' }, steps }));
    const second = progressOf(first.record, aSeen({ progress: { done: 1, total: 5, label: 'b' }, steps }));
    expect(second.types).toEqual(['ENGINE_PROGRESS']);
  });

  test('is told as of now where the engine gives no time, and as of the end where it does', () => {
    const progress = { done: 1, total: 2, label: 'b' };
    const steps = [{ label: 'a' }, { label: 'b' }];
    const step = advance(inFlightRecord(), aSeen({ progress, steps, warnings: ['w'] }), NOW);
    expect(step.kind === 'progress' && step.write.timeline.entries.map(({ at }) => at)).toEqual(
      Array.from({ length: 3 }, () => NOW.toISOString()),
    );
    const finishedAt = '2026-11-21T11:58:00.000Z';
    const { entries } = endOf(inFlightRecord(), aSeen({ status: 'SUCCEEDED', progress, steps, finishedAt }));
    expect(entries.map(({ at }) => at)).toEqual(Array.from({ length: 3 }, () => finishedAt));
  });

  test('tells what it can of steps that the engine gave no names', () => {
    const step = advance(inFlightRecord(), aSeen({ progress: { done: 2, total: 3, label: 'Verify' } }), NOW);
    const told = step.kind === 'progress' ? step.write.timeline.entries : [];
    expect(told.map(({ summary, detail }) => [summary, detail])).toEqual([['Verify', 'Step 3 of 3']]);
  });

  test('knows since when an approval is waited for, from the step or from the first look', () => {
    const warnings = [awaitsApproval('Switch')];
    const began = '2026-11-21T11:30:00.000Z';
    const known = [{ label: 'Switch', startedAt: began }];
    for (const [steps, since] of [
      [known, began],
      [[{ label: 'Prepare', startedAt: '2026-11-21T11:20:00.000Z' }, ...known], began],
      [[{ label: 'Switch' }], NOW.toISOString()],
      [[], NOW.toISOString()],
      [undefined, NOW.toISOString()],
    ] as const) {
      const seen = aSeen({ warnings, ...(steps ? { steps } : {}) });
      expect(progressOf(inFlightRecord(), seen).record.engineWaits).toEqual([
        { on: 'APPROVAL', step: 'Switch', since },
      ]);
    }
  });

  test('tells steps that passed between two looks, each at its own time', () => {
    const steps = ['Prepare', 'Roll out', 'Verify'].map((label, index) => ({
      label,
      startedAt: `2026-11-21T11:0${index}:00.000Z`,
    }));
    const first = progressOf(inFlightRecord(), aSeen({ progress: { done: 0, total: 3, label: 'Prepare' }, steps }));
    const step = advance(first.record, aSeen({ progress: { done: 2, total: 3, label: 'Verify' }, steps }), NOW);
    const told = step.kind === 'progress' ? step.write.timeline.entries : [];
    expect(told.map(({ summary, detail, at }) => [summary, detail, at])).toEqual([
      ['Roll out', 'Step 2 of 3', '2026-11-21T11:01:00.000Z'],
      ['Verify', 'Step 3 of 3', '2026-11-21T11:02:00.000Z'],
    ]);
    const early = [{ label: 'Prepare', startedAt: '2001-01-01T00:00:00.000Z' }];
    const behind = advance(
      inFlightRecord(),
      aSeen({ progress: { done: 0, total: 1, label: 'Prepare' }, steps: early }),
      NOW,
    );
    const { createdAt } = inFlightRecord();
    expect(behind.kind === 'progress' && behind.write.timeline.entries[0]?.at).toBe(createdAt);
  });

  test('tells each warning once', () => {
    const first = progressOf(inFlightRecord(), aSeen({ warnings: ['a', 'b'] }));
    expect(first.types).toEqual(['ENGINE_WARNING', 'ENGINE_WARNING']);
    const second = progressOf(first.record, aSeen({ warnings: ['b', 'c'] }));
    expect(second.types).toEqual(['ENGINE_WARNING']);
    expect(second.record.warnings).toEqual(['a', 'b', 'c']);
  });

  test('keeps when work began, and follows the address of the execution', () => {
    const seen = aSeen({ startedAt: '2026-11-21T10:01:00.000Z', executionUrl: 'https://engine/1' });
    const first = progressOf(inFlightRecord(), seen).record;
    expect(first).toMatchObject({
      startedAt: seen.startedAt,
      executionUrl: 'https://engine/1',
      observedAt: NOW.toISOString(),
    });
    const later = aSeen({ startedAt: '2026-11-21T10:09:00.000Z' });
    expect(progressOf(first, later).record).toMatchObject({
      startedAt: seen.startedAt,
      executionUrl: 'https://engine/1',
    });
  });

  test('after the deadline tells once that it is stalled, and takes nothing away', () => {
    const late = inFlightRecord({ deadlineAt: '2026-11-21T11:00:00.000Z' });
    const first = progressOf(late, aSeen());
    expect(first.types).toEqual(['STALLED']);
    expect(first.record).toMatchObject({ stalled: true, state: 'IN_PROGRESS' });
    expect(progressOf(first.record, aSeen(), plusSeconds(NOW, 60)).types).toEqual([]);
  });
});

describe('An observed end', () => {
  test.each(['SUCCEEDED', 'FAILED', 'CANCELED', 'ROLLED_BACK'] as const)('%s is told as it was seen', (status) => {
    const ending = endOf(inFlightRecord(), aSeen({ status, finishedAt: '2026-11-21T11:58:00.000Z' }));
    expect(ending.state).toBe(status);
    expect(ending.entries.find(({ type }) => type === 'ENGINE_FINISHED')?.at).toBe('2026-11-21T11:58:00.000Z');
    if (status === 'SUCCEEDED' || status === 'CANCELED') expect(ending.failures).toEqual([]);
  });

  test('always has a reason when it is a failure', () => {
    expect(endOf(inFlightRecord(), aSeen({ status: 'FAILED' })).failures).toMatchObject([{ category: 'UNKNOWN' }]);
    expect(endOf(inFlightRecord(), aSeen({ status: 'ROLLED_BACK' })).failures).toMatchObject([{ category: 'UNKNOWN' }]);
    const rollback = inFlightRecord({ deploymentKind: 'ROLLBACK' });
    expect(endOf(rollback, aSeen({ status: 'FAILED' })).failures).toMatchObject([{ category: 'ROLLBACK' }]);
    const known = aSeen({ status: 'FAILED', failures: [{ category: 'APP', observedAt: '2026-11-21T11:00:00.000Z' }] });
    expect(endOf(rollback, known).failures).toMatchObject([
      { category: 'APP', observedAt: '2026-11-21T11:00:00.000Z' },
    ]);
  });

  test("keeps the engine's own words apart from what people read", () => {
    const failures = [
      { category: 'APP' as const, summary: 'It crashed', evidence: 'exit code 137' },
      { category: 'CONFIG' as const, summary: 'Wrong' },
    ];
    const ending = endOf(inFlightRecord(), aSeen({ status: 'FAILED', failures }));
    expect(ending.set.evidence).toEqual(['exit code 137']);
    expect(JSON.stringify([ending.failures, ending.entries])).not.toContain('137');
    expect(ending.entries.filter(({ type }) => type === 'FAILURE_OBSERVED')).toHaveLength(2);
    expect(endOf(inFlightRecord(), aSeen({ status: 'SUCCEEDED' })).set).not.toHaveProperty('evidence');
  });

  test('is not later than now, though the clock of the engine may be ahead', () => {
    const ahead = aSeen({ status: 'SUCCEEDED', finishedAt: '2026-11-21T12:05:00.000Z', warnings: ['w'] });
    for (const { at } of endOf(inFlightRecord(), ahead).entries) expect(at <= NOW.toISOString()).toBe(true);
  });
});

/** Observations of one execution in the order in which they were made. */
const course = fc
  .record({
    steps: fc.integer({ min: 0, max: 6 }),
    end: fc.constantFrom<Seen['status']>('SUCCEEDED', 'FAILED', 'CANCELED', 'ROLLED_BACK'),
    warnings: fc.uniqueArray(fc.constantFrom('a', 'b', 'c')),
  })
  .map(({ steps, end, warnings }): readonly Seen[] => [
    aSeen({ status: 'QUEUED' }),
    ...Array.from({ length: steps }, (_, done) =>
      aSeen({
        progress: { done, total: steps, label: `Step ${done}` },
        warnings: warnings.slice(0, done),
        startedAt: '2026-11-21T10:00:10.000Z',
      }),
    ),
    aSeen({ status: 'UNKNOWN' }),
    aSeen({ status: end, finishedAt: '2026-11-21T10:20:00.000Z', warnings }),
  ]);

/** As they are delivered: some twice, some late, some never. */
const delivered = course.chain((seen) =>
  fc
    .array(fc.nat({ max: seen.length - 1 }), { maxLength: 24 })
    .map((order) => order.map((index) => seen[index] ?? aSeen())),
);

const rank = { PENDING: 0, ACTIVE: 1, IN_PROGRESS: 2, SUCCEEDED: 3, FAILED: 3, CANCELED: 3, ROLLED_BACK: 3 } as const;

describe('However observations are delivered', () => {
  test('a deployment only moves forward, tells nothing twice, and its end never changes', async () => {
    await fc.assert(
      fc.property(delivered, (observations) => {
        let record = frozen(inFlightRecord());
        const told = new Set<string>();
        for (const [index, seen] of observations.entries()) {
          const now = plusSeconds('2026-11-21T10:00:20.000Z', index);
          const step = advance(record, frozen(seen), now);
          if (isTerminal(record.state)) expect(step.kind).toBe('none');
          if (step.kind === 'none') continue;
          const after = frozen(
            step.kind === 'progress'
              ? step.write.update.after
              : { ...record, ...step.ending.set, state: step.ending.state, recordVersion: record.recordVersion + 1 },
          );
          expect(rank[after.state]).toBeGreaterThanOrEqual(rank[record.state]);
          expect(after.progress?.done ?? 0).toBeGreaterThanOrEqual(record.progress?.done ?? 0);
          expect(after.warnings ?? []).toEqual(expect.arrayContaining([...(record.warnings ?? [])]));
          expect(record.startedAt === undefined || after.startedAt === record.startedAt).toBe(true);
          expect(after.recordVersion).toBe(record.recordVersion + 1);
          const entries = step.kind === 'progress' ? step.write.timeline.entries : step.ending.entries;
          for (const { type, summary } of entries) {
            expect(told.has(`${type} ${summary}`), `${type} ${summary} told twice`).toBe(false);
            told.add(`${type} ${summary}`);
          }
          record = after;
        }
      }),
      { numRuns: 300 },
    );
  });

  test('whoever saw everything knows the same at the end, in whatever order it came', async () => {
    await fc.assert(
      fc.property(
        course.chain((seen) =>
          fc.shuffledSubarray([...seen.slice(0, -1)], { minLength: seen.length - 1 }).map((mixed) => ({ seen, mixed })),
        ),
        ({ seen, mixed }) => {
          const through = (observations: readonly Seen[]) =>
            observations.reduce<DeploymentRecord>(
              (record, one) => {
                const step = advance(record, one, NOW);
                return step.kind === 'progress' ? step.write.update.after : record;
              },
              inFlightRecord({ deadlineAt: '2026-11-22T00:00:00.000Z' }),
            );
          const inOrder = through(seen.slice(0, -1));
          const reordered = through(mixed);
          expect(reordered.state).toBe(inOrder.state);
          expect(reordered.progress).toEqual(inOrder.progress);
          expect([...(reordered.warnings ?? [])].sort()).toEqual([...(inOrder.warnings ?? [])].sort());
        },
      ),
      { numRuns: 200 },
    );
  });
});
