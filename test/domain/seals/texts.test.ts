import { describe, expect, test } from 'vitest';
import { contentsOf, emptyRoot, headOf, leafOf, nodeOf } from '../../../lib/domain/seals/digests.ts';
import { headAfter, isLate, lineOf, nextSeal, sealedHeadOf } from '../../../lib/domain/seals/seal.ts';
import { anAuditEvent } from '../../builders/records.ts';
import { anEvent, at, chainOf, key, morning } from './record.ts';

/** What seals are made of: whoever verifies them with tools of their own relies on every letter. */

const [seal = expect.fail('There is a seal')] = chainOf(morning);
const asItIs = (text: string): string => text;

describe('The text that is digested', () => {
  test('of an event, of a list of events and of a seal begins with what it is of', () => {
    const event = anAuditEvent({ eventId: 'a', timestamp: at(1) });
    expect(leafOf(asItIs, event)).toMatch(/^dxcp audit leaf 1\n\{"actorId":.*\}$/);
    expect(contentsOf(asItIs, [{ eventId: 'a', timestamp: at(1), late: true }])).toBe(
      `dxcp audit contents 1\n[{"eventId":"a","late":true,"timestamp":"${at(1)}"}]`,
    );
    expect(headOf(asItIs, seal.header)).toMatch(/^dxcp audit head 1\n\{"contents":.*,"version":1\}$/);
  });

  test('of two nodes is one after the other, and of nothing nothing', () => {
    expect(nodeOf(asItIs, 'left', 'right')).toBe('dxcp audit node 1\nleftright');
    expect(emptyRoot(asItIs)).toBe('dxcp audit node 1\n');
    const nothing = { from: at(0), to: at(5), more: false, events: [], sealedAt: at(10) };
    expect(nextSeal(asItIs, undefined, nothing).header).toMatchObject({ count: 0, root: 'dxcp audit node 1\n' });
  });
});

describe('A seal', () => {
  const { header, head, signature } = seal;

  test('is shown with the list of its events where that is asked for, and never with their leaves', () => {
    const entries = [1, 2, 3].map((minute) => ({
      eventId: anEvent(minute, at(minute)).eventId,
      timestamp: at(minute),
    }));
    expect(lineOf(seal, 'all')).toStrictEqual({ type: 'seal', header, head, signature, entries });
    expect(lineOf(seal, 'header')).toStrictEqual({ type: 'seal', header, head, signature });
    expect(sealedHeadOf(seal)).toStrictEqual({ header, head, signature });
    expect(signature.publicKey).toBe(key.pem);
  });

  test('leads the chain on, which remembers what is under lock', () => {
    const chain = { sequence: 1, head, from: at(0), to: at(5), more: false };
    expect(headAfter(seal, undefined)).toStrictEqual({ ...chain, keptTo: 0 });
    expect(headAfter(seal, { ...chain, keptTo: 3 })).toStrictEqual({ ...chain, keptTo: 3 });
    const looked = { keptTo: 3, lookedBackAt: '2026-11-21T12:00:00.000Z' };
    expect(headAfter(seal, { ...chain, ...looked })).toStrictEqual({ ...chain, ...looked });
  });

  test('holds as late what happened before it begins, not what happened as it did', () => {
    expect([at(4, 59), at(5), at(5, 1)].map((timestamp) => isLate({ timestamp }, at(5)))).toEqual([true, false, false]);
  });
});
