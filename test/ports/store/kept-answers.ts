import { describe, expect, test } from 'vitest';
import { anAnswer } from '../../builders/records.ts';
import { NOW, type OpenWorld, useWorld } from './world.ts';

const key = { callerId: 'arn:aws:sts::123:assumed-role/ci/run#1', operation: 'deployments.create', key: 'k-1' };
const expiresAt = '2026-11-22T12:00:00.000Z';

export const describeKeptAnswers = (open: OpenWorld): void => {
  describe('answers kept for repeated requests', () => {
    const world = useWorld(open);
    const keep = (body: unknown, now = NOW, until = expiresAt) =>
      world().store.commit({ answer: { key, value: anAnswer({ body, expiresAt: until }), now } });

    test('are given back as they were', async () => {
      const body = { id: 'x', empty: {}, list: [], none: null, text: 'Füße ✓', deep: { a: [1, { b: false }] } };
      await keep(body);
      expect((await world().store.read({ answer: key })).answer).toEqual(anAnswer({ body, expiresAt }));
    });

    test('are kept once per caller, operation and key', async () => {
      expect(await keep('first')).toEqual({ ok: true });
      expect(await keep('second')).toEqual({ ok: false, lost: ['answer'] });
      const others = [{ callerId: 'me' }, { operation: 'deployments.rollback' }, { key: 'k-2' }];
      for (const other of others) {
        const answer = { key: { ...key, ...other }, value: anAnswer({ expiresAt }), now: NOW };
        expect(await world().store.commit({ answer })).toEqual({ ok: true });
      }
      expect((await world().store.read({ answer: key })).answer?.body).toBe('first');
    });

    test('no longer count once they expired, though they may still be stored', async () => {
      const { store, moveClockTo } = world();
      await keep('first');
      moveClockTo('2026-11-22T11:59:59.999Z');
      expect((await store.read({ answer: key })).answer?.body).toBe('first');
      moveClockTo(expiresAt);
      expect((await store.read({ answer: key })).answer).toBeUndefined();
      expect(await keep('second', expiresAt, '2026-11-23T12:00:00.000Z')).toEqual({ ok: true });
      expect((await store.read({ answer: key })).answer?.body).toBe('second');
    });
  });
};
