import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BATCH, freshnessFor } from '../../../lib/domain/freshness.ts';
import type { DeploymentRecord } from '../../../lib/domain/records.ts';
import { createRounds } from '../../../lib/usecases/watch/round.ts';
import { aRecord, idNumber } from '../../builders/records.ts';

const START = Date.parse('2026-11-21T12:00:00.000Z');
const at = (seconds: number) => new Date(START + seconds * 1000);
const inFlight = (number: number, set: Partial<DeploymentRecord> = {}) =>
  aRecord({ id: idNumber(number), state: 'IN_PROGRESS', executionId: `execution-${number}`, ...set });
const many = (count: number) => Array.from({ length: count }, (_, number) => inFlight(number));
const ids = (records: readonly DeploymentRecord[]) => records.map(({ id }) => id);

describe('Rounds of looks', () => {
  test('look at each once, fifty at a time, and say so when all were looked at', () => {
    const rounds = createRounds({});
    rounds.begin(many(120), at(0));
    const seen: string[] = [];
    for (const expected of [50, 50, 20]) {
      expect(rounds.progress()).not.toHaveProperty('lookedAt');
      const batch = rounds.next();
      expect(batch).toHaveLength(expected);
      seen.push(...ids(batch));
      rounds.note(batch);
    }
    expect(new Set(seen).size).toBe(120);
    expect(rounds.next()).toEqual([]);
    expect(rounds.progress()).toEqual({ lookedAt: at(0).toISOString() });
    expect(rounds.isDue(at(freshnessFor(120) - 1))).toBe(false);
    expect(rounds.isDue(at(freshnessFor(120)))).toBe(true);
  });

  test('carry on where the one before was broken off, and then have looked at all since that began', () => {
    const first = createRounds({});
    first.begin(many(120), at(0));
    first.note(first.next());
    const broken = first.progress();
    expect(broken.round).toEqual({ startedAt: at(0).toISOString(), next: idNumber(50) });
    const second = createRounds(broken);
    expect(second.isDue(at(5))).toBe(true);
    second.begin(many(120), at(5));
    const rest = [second.next()];
    second.note(rest[0] ?? []);
    rest.push(second.next());
    second.note(rest[1] ?? []);
    expect(ids(rest.flat())).toEqual(ids(many(120).slice(50)));
    expect(second.progress()).toEqual({ lookedAt: at(0).toISOString() });
    const late = createRounds(broken);
    late.begin(many(120), at(121));
    expect(ids(late.next())).toEqual(ids(many(50)));
  });

  test('believe nothing that somebody whose clock was ahead has left behind', () => {
    const ahead = at(3600).toISOString();
    expect(createRounds({ lookedAt: at(2).toISOString() }).isDue(at(0))).toBe(false);
    const rounds = createRounds({ lookedAt: ahead, round: { startedAt: ahead, next: idNumber(60) } });
    expect(rounds.isDue(at(0))).toBe(true);
    rounds.begin(many(70), at(0));
    expect(ids(rounds.next())).toEqual(ids(many(50)));
  });

  test('do not say that all were looked at when some could not be', () => {
    const rounds = createRounds({ lookedAt: at(-60).toISOString() });
    rounds.begin(many(70), at(0));
    rounds.skip(rounds.next());
    rounds.note(rounds.next());
    expect(rounds.progress()).toEqual({ lookedAt: at(-60).toISOString() });
    rounds.begin(many(70), at(10));
    rounds.giveUp();
    expect(rounds.next()).toEqual([]);
    expect(rounds.progress()).toEqual({ lookedAt: at(-60).toISOString() });
  });

  test('leave out what the engine does not have yet, and count it as in flight', () => {
    const rounds = createRounds({});
    const { executionId: _, ...pending } = inFlight(1);
    rounds.begin([pending], at(0));
    expect(rounds.next()).toEqual([]);
    expect(rounds.isIdle()).toBe(false);
    rounds.hear([pending, inFlight(2, { state: 'SUCCEEDED' })]);
    expect(rounds.next()).toEqual([]);
    rounds.begin([], at(4));
    expect(rounds.isIdle()).toBe(true);
  });

  test('look once more at what was heard of and has left the list, and do not keep its places', () => {
    const rounds = createRounds({});
    const records = many(200);
    rounds.begin(records, at(0));
    rounds.hear(records.slice(0, 60));
    rounds.begin(records.slice(60), at(4));
    const batches = Array.from({ length: 4 }, () => {
      const batch = rounds.next();
      rounds.note(batch);
      return ids(batch);
    });
    expect(batches.map(({ length }) => length)).toEqual([50, 50, 50, 50]);
    expect(batches.flat().sort()).toEqual(ids(records));
  });

  test('know what was written since a list that lags behind', () => {
    const rounds = createRounds({});
    const [record = inFlight(0)] = many(1);
    const asked = { ...record, cancelRequested: true, recordVersion: record.recordVersion + 1 };
    rounds.begin([record], at(0));
    rounds.hear([asked]);
    expect(rounds.next()).toEqual([asked]);
    rounds.begin([record], at(4));
    expect(rounds.next()).toEqual([asked]);
  });

  test('put first what something was heard of, and starve nobody by it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.array(fc.array(fc.nat(399), { maxLength: 80 }), { minLength: 1, maxLength: 60 }),
        (count, bursts) => {
          const records = many(count);
          const rounds = createRounds({});
          rounds.begin(records, at(0));
          const heard = new Set<string>();
          let batches = 0;
          for (const burst of bursts) {
            const told = burst.flatMap((number) => records[number] ?? []);
            rounds.hear(told);
            for (const { id } of told) heard.add(id);
            const waiting = rounds.progress().round !== undefined;
            const batch = ids(rounds.next());
            expect(batch.length).toBeLessThanOrEqual(BATCH);
            expect(new Set(batch).size).toBe(batch.length);
            const first = batch.filter((id) => heard.has(id));
            expect(first.length).toBeGreaterThanOrEqual(Math.min(heard.size, waiting ? 40 : BATCH, count));
            rounds.note(records.filter(({ id }) => batch.includes(id)));
            for (const id of batch) heard.delete(id);
            batches += 1;
          }
          // Of each batch at least ten are for the round, as long as it lasts.
          if (batches >= count / 10) expect(rounds.progress().lookedAt).toBe(at(0).toISOString());
        },
      ),
    );
  });
});
