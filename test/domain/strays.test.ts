import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { leased, lostAnswer, released } from '../../lib/domain/hand-over.ts';
import type { HandOver } from '../../lib/domain/records.ts';
import { stall } from '../../lib/domain/stall.ts';
import {
  isGivenUp,
  isSearched,
  isSettled,
  liveStrays,
  type News,
  needsSettling,
  neverStarted,
  noteStrays,
} from '../../lib/domain/strays.ts';
import { iso, plusSeconds } from '../../lib/domain/time.ts';
import { aRecord } from '../builders/records.ts';
import { frozen, NOW } from './builders.ts';

const asked: HandOver = { leases: 1, lastRequestAt: iso(NOW) };
const past = (seconds: number): string => iso(plusSeconds(NOW, seconds));
const found = (at: number, ...strays: NonNullable<HandOver['strays']>): HandOver => ({
  ...asked,
  searchedAt: past(at),
  strays,
});
const news = (set: Partial<News> = {}): News => ({
  at: iso(NOW),
  found: [],
  over: new Map(),
  stoppable: true,
  ...set,
});

describe('What the engine may have besides', () => {
  test('is known once it was searched for after the window of the newest request', () => {
    expect(isSearched({ leases: 0 })).toBe(true);
    expect(isSearched(asked)).toBe(false);
    expect(isSearched({ ...asked, searchedAt: past(89.9) })).toBe(false);
    expect(isSearched({ ...asked, searchedAt: past(90) })).toBe(true);
    const again = leased({ ...asked, searchedAt: past(90) }, { now: plusSeconds(NOW, 91), token: 'b', requests: true });
    expect(isSearched(again)).toBe(false);
  });

  test('is settled when nothing of it runs either', () => {
    expect(isSettled(found(90))).toBe(true);
    expect(isSettled(found(90, { id: 'a', over: true }))).toBe(true);
    expect(isSettled(found(90, { id: 'a', over: true }, { id: 'b' }))).toBe(false);
    expect(liveStrays(found(90, { id: 'a', over: true }, { id: 'b' }))).toEqual([{ id: 'b' }]);
    expect(isSettled(found(89))).toBe(false);
  });

  test('is looked for when the window has closed, and whenever something is known to run', () => {
    const ended = (handOver: HandOver) => aRecord({ state: 'FAILED', handOver });
    const at = (seconds: number) => plusSeconds(NOW, seconds);
    expect(needsSettling(ended(asked), at(89))).toBe(false);
    expect(needsSettling(ended(asked), at(90))).toBe(true);
    expect(needsSettling(ended(found(5, { id: 'a' })), at(6))).toBe(true);
    expect(needsSettling(ended(found(90)), at(900))).toBe(false);
    const followed = { state: 'ACTIVE', executionId: 'own', handOver: asked } as const;
    expect(needsSettling(aRecord(followed), at(90))).toBe(true);
    const { executionId: _, ...open } = followed;
    expect(needsSettling(aRecord({ ...open, state: 'PENDING' }), at(90))).toBe(false);
  });

  test('is given up on after a day', () => {
    expect(isGivenUp({ handOver: { leases: 0 } }, NOW)).toBe(false);
    expect(isGivenUp({ handOver: asked }, plusSeconds(NOW, 86_400))).toBe(false);
    expect(isGivenUp({ handOver: asked }, plusSeconds(NOW, 86_401))).toBe(true);
  });

  test('gives the quota back only if there is provably nothing, once', () => {
    const failed = aRecord({ state: 'FAILED', handOver: asked });
    expect(neverStarted(failed, found(90))).toBe(false);
    expect(neverStarted(failed, { ...asked, searchedAt: past(90) })).toBe(true);
    expect(neverStarted(failed, { ...asked, searchedAt: past(89) })).toBe(false);
    expect(neverStarted({ ...failed, executionId: 'own' }, { ...asked, searchedAt: past(90) })).toBe(false);
    expect(neverStarted({ ...failed, state: 'PENDING' }, { ...asked, searchedAt: past(90) })).toBe(false);
    const refunded = { ...failed, quota: { ...failed.quota, refunded: true } };
    expect(neverStarted(refunded, { ...asked, searchedAt: past(90) })).toBe(false);
  });
});

describe('News of executions', () => {
  const record = frozen(aRecord({ state: 'ACTIVE', executionId: 'own', handOver: asked }));

  test('of its own execution are none', () => {
    expect(noteStrays(record, news({ found: ['own'] }))).toEqual({ handOver: asked, entries: [], fresh: [] });
  });

  test('tell of what is one too many, and of its end', () => {
    const first = noteStrays(
      record,
      news({ found: ['own', 'a', 'b'], over: new Map([['b', 'SUCCEEDED']]), searchedAt: past(90) }),
    );
    expect(first.handOver).toEqual(found(90, { id: 'a' }, { id: 'b', over: true }));
    expect(first.fresh).toEqual([{ id: 'a' }, { id: 'b', over: true }]);
    expect(first.entries.map(({ detail }) => detail)).toEqual(['It is being stopped', 'It has already ended']);
    const then = { ...record, handOver: first.handOver };
    const second = noteStrays(
      then,
      news({
        found: ['a', 'own'],
        over: new Map([
          ['a', 'SUCCEEDED'],
          ['b', 'SUCCEEDED'],
        ]),
      }),
    );
    expect(second.handOver).toEqual(found(90, { id: 'a', over: true }, { id: 'b', over: true }));
    expect(second.fresh).toEqual([]);
    expect(second.entries.map(({ summary }) => summary)).toEqual(['The execution that was one too many has ended']);
  });

  test('say so where it cannot be stopped, and where nothing was to run', () => {
    const { executionId: _, ...refused } = record;
    const { entries } = noteStrays({ ...refused, state: 'FAILED' }, news({ found: ['a'], stoppable: false }));
    expect(entries).toMatchObject([
      {
        type: 'ENGINE_WARNING',
        summary: 'An execution turned up after this deployment had ended',
        detail: 'This engine cannot stop it: its end is waited for',
      },
    ]);
  });

  test('of one that never ends are the last: nobody waits for it, unless its end is seen after all', () => {
    const running = { ...record, handOver: found(90, { id: 'a' }, { id: 'b', over: true }) };
    const given = noteStrays(running, news({ givenUp: new Set(['a', 'b', 'c']) }));
    expect(given.handOver).toEqual(found(90, { id: 'a', givenUp: true }, { id: 'b', over: true }));
    expect(given.entries).toMatchObject([
      { type: 'ENGINE_WARNING', summary: 'An execution that was one too many is given up' },
    ]);
    expect(liveStrays(given.handOver)).toEqual([]);
    expect(isSettled(given.handOver)).toBe(true);
    const then = { ...record, handOver: given.handOver };
    expect(noteStrays(then, news({ givenUp: new Set(['a']) })).entries).toEqual([]);
    expect(
      noteStrays(running, news({ givenUp: new Set(['a']), over: new Map([['a', 'SUCCEEDED']]) })).handOver,
    ).toEqual(found(90, { id: 'a', over: true }, { id: 'b', over: true }));
  });

  const ids = fc.uniqueArray(fc.constantFrom('own', 'a', 'b', 'c'));
  const anyNews = fc.record({
    found: ids,
    over: ids.map((some) => new Map<string, undefined>(some.map((id) => [id, undefined]))),
    seconds: fc.nat(200),
  });

  test('lose nothing and tell nothing twice, in whatever order and however often they come', () => {
    fc.assert(
      fc.property(fc.array(anyNews, { maxLength: 6 }), (all) => {
        let handOver = asked;
        const told: string[] = [];
        for (const { found: ids, over, seconds } of [...all, ...all]) {
          const before = handOver;
          const noted = noteStrays({ ...record, handOver }, news({ found: ids, over, searchedAt: past(seconds) }));
          handOver = noted.handOver;
          told.push(...noted.fresh.map(({ id }) => id));
          for (const { id, over: wasOver } of before.strays ?? []) {
            expect(handOver.strays?.find((stray) => stray.id === id)?.over === true).toBe(
              wasOver === true || over.has(id),
            );
          }
          expect(handOver.searchedAt).toBe([before.searchedAt ?? '', past(seconds)].sort().at(-1));
        }
        const others = new Set(all.flatMap(({ found: ids }) => ids).filter((id) => id !== 'own'));
        expect(told.sort()).toEqual([...others].sort());
      }),
    );
  });
});

describe('A request whose answer was lost', () => {
  test('is told of with the words that find it', () => {
    const record = aRecord();
    expect(lostAnswer(record).detail).toContain(record.id);
  });

  test('keeps that it did not leave until the next one does', () => {
    const unsent: HandOver = { ...asked, unsent: true };
    expect(leased(unsent, { now: NOW, token: 'b', requests: false }).unsent).toBe(true);
    expect(leased(unsent, { now: NOW, token: 'b', requests: true })).not.toHaveProperty('unsent');
    expect(released(unsent)).toEqual(unsent);
  });

  test('has its deadline told with what to do, unless the engine has it or never heard of it', () => {
    const late = plusSeconds(NOW, 86_400);
    const told = (set: Parameters<typeof aRecord>[0]) =>
      stall(aRecord({ deadlineAt: iso(NOW), ...set }), late)?.timeline.entries[0]?.detail;
    expect(told({ state: 'PENDING', handOver: asked })).toContain('tell your platform team');
    expect(told({ state: 'PENDING', handOver: { leases: 0 } })).toBeUndefined();
    expect(told({ state: 'ACTIVE', executionId: 'own', handOver: asked })).toBeUndefined();
  });
});
