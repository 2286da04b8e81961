import { describe, expect, test } from 'vitest';
import { sealTools } from '../../../lib/adapters/system/seal-tools.ts';
import type { AuditLine, SealLine } from '../../../lib/contract/seal.ts';
import { headOf } from '../../../lib/domain/seals/digests.ts';
import { lineOf } from '../../../lib/domain/seals/seal.ts';
import { verifyExport } from '../../../lib/domain/seals/verify-export.ts';
import { idNumber } from '../../builders/records.ts';
import { aKey, anEvent, at, chainOf, eventLineOf, exported, key, morning, sealLines } from './record.ts';
import { editClaim, editEvent, editSeal, withHeader } from './tamper.ts';

/** What a verification says, to the word and with what it is about; and what it must not say. */

const seals = chainOf(morning);
const lines = exported({ seals });
const heads = sealLines(lines);
const found = (all: readonly AuditLine[], beside: Parameters<typeof verifyExport>[2] = {}) =>
  verifyExport(sealTools, all, beside).findings.map(({ about, sentence }) => [...about, sentence]);
const ofAllTime = editClaim(({ from: _, to: __, ...line }) => line);
const withoutSeals = (...sequences: readonly number[]) =>
  lines.filter((line) => line.type !== 'seal' || !sequences.includes(line.header.sequence));
const signedAgain = (line: SealLine, set: Partial<SealLine['header']>): SealLine => {
  const header = { ...line.header, ...set };
  const head = headOf(sealTools.digest, header);
  return { ...line, header, head, signature: key.sign(head) };
};

/** An export of a shorter time, with the seals that are named. */
const of = (range: { readonly from?: string; readonly to?: string }, sequences: readonly number[]) =>
  editClaim(({ from: _, to: __, ...line }) => ({ ...line, ...range }))(
    lines.filter((line) => {
      if (line.type === 'seal') return sequences.includes(line.header.sequence);
      if (line.type === 'export') return true;
      return (!range.from || line.event.timestamp >= range.from) && (!range.to || line.event.timestamp < range.to);
    }),
  );

describe('The order and the number of seals in a file', () => {
  test.each([[[5, 4, 3, 2, 1]], [[3, 1, 5, 2, 4]]])('prove the same in the order %j', (order) => {
    const others = lines.filter(({ type }) => type !== 'seal');
    const shuffled = order.flatMap((sequence) => heads.filter(({ header }) => header.sequence === sequence));
    expect(found([...shuffled, ...others])).toEqual([]);
  });

  test.each(['first', 'last'])('may be more than needed: a seal without its list beside one with it, %s', (place) => {
    const bare = heads.filter(({ header }) => header.sequence === 2).map(({ entries: _, ...line }) => line);
    expect(found(place === 'first' ? [...bare, ...lines] : [...lines, ...bare])).toEqual([]);
  });

  test('hold the first of two different ones against the events', () => {
    const second = seals.filter(({ header }) => header.sequence === 2).map((seal) => lineOf(seal, 'header'));
    const event = morning[1]?.events[0] ?? expect.fail('There is an event');
    const other = second.map((line) => signedAgain(line, { root: 'a'.repeat(64) }));
    const [claim] = editClaim((line) => ({ ...line, filters: { targetId: 'x' } }))(lines);
    const part = [...(claim ? [claim] : []), eventLineOf(event, seals)];
    const forked = ['2', 'Forked: there are two different seals 2'];
    expect(found([...part, ...second, ...other])).toEqual([forked]);
    const changed = `The event ${idNumber(4)} was changed, or is not the one in seal 2`;
    expect(found([...part, ...other, ...second])).toEqual([forked, [idNumber(4), changed]]);
  });

  test('tell a copy that only names another head', () => {
    const head = 'b'.repeat(64);
    const copies = heads.map((line) => ({ ...line, head, signature: key.sign(head) }));
    expect(found([...lines, ...copies.slice(1, 2)])).toEqual([['2', 'Forked: there are two different seals 2']]);
  });
});

describe('A seal', () => {
  test('may be signed by any of the keys that the plane had', () => {
    expect(found(lines, { keys: [aKey().pem, key.pem] })).toEqual([]);
    expect(found(lines.slice(0, 2), { keys: [aKey().pem] })).toContainEqual([
      '1',
      "Seal 1 is signed by a key that is not the plane's",
    ]);
  });

  test('that lists an event as one in time that was late is found out', () => {
    const listed = editSeal(5, (line) => ({
      ...line,
      entries: line.entries?.map(({ late: _, ...entry }) => entry) ?? [],
    }));
    expect(found(listed(lines))).toEqual([
      ['5', 'Seal 5 was changed: the list of its events is not the one that was sealed'],
      ['5', 'Seal 5 lists 3 events, 0 of them late, in place of 3 and 1'],
      [idNumber(7), `The event ${idNumber(7)} is not of the period of seal 5`],
    ]);
  });

  test('that lists one event in the place of another too is found out', () => {
    const twice = editSeal(2, (line) => ({
      ...line,
      entries: line.entries?.flatMap((entry) => [entry, entry]).slice(2) ?? [],
    }));
    expect(found(twice(lines))).toContainEqual([idNumber(5), `The event ${idNumber(5)} is out of order in seal 2`]);
  });

  test('that keeps a late event as one in time is found out by the event, also without its list', () => {
    const bare = editSeal(5, ({ entries: _, ...line }) => signedAgain(line, { late: 0 }));
    const late = `The event ${idNumber(7)} was changed, or is not the one in seal 5`;
    const [claim] = editClaim((line) => ({ ...line, filters: { targetId: 'x' } }))(lines);
    expect(found([...(claim ? [claim] : []), ...bare(lines.slice(1))])).toEqual([[idNumber(7), late]]);
  });

  test('that comes without its list says so once, also in an export of all time', () => {
    const bare = editSeal(2, ({ entries: _, ...line }) => line);
    expect(found(bare(ofAllTime(lines)))).toEqual([['2', 'Seal 2 comes without the list of its events']]);
  });
});

describe('A time', () => {
  test('needs no more of later seals than those that prove what came late', () => {
    expect(found(of({ from: at(5), to: at(10) }, [2, 3, 5]))).toEqual([]);
  });

  test('before the plane began is empty, which its first seal proves', () => {
    expect(found(of({ to: at(-5) }, [1]))).toEqual([]);
    expect(found(of({ to: at(-5) }, []))).toEqual([['5', 'Missing: all seals, though there were 5']]);
  });

  test('of which an event came exactly as its seal begins has nothing late', () => {
    const periods = [{ from: at(0), to: at(5), events: [anEvent(1, at(0))] }];
    const verified = verifyExport(sealTools, exported({ seals: chainOf(periods), others: [], periods }));
    expect(verified).toMatchObject({ findings: [], events: 1, late: 0 });
  });
});

describe('Heads that are kept elsewhere', () => {
  const missing = (sequence: number) => [`${sequence}`, `Missing: seal ${sequence}, whose head is kept elsewhere`];
  const empty = (set: { readonly at?: string; readonly from?: string; readonly to?: string }) =>
    editClaim(({ head: _, from: __, to: ___, ...line }) => ({ ...line, ...set }))(lines.slice(0, 1));

  test('tell of what is missing at the ends; a gap is told already', () => {
    expect(found(withoutSeals(4), { heads })).toEqual([['5', 'Missing: seal 4']]);
    expect(found(withoutSeals(1), { heads })).toContainEqual(missing(1));
    expect(found(withoutSeals(5), { heads })).toContainEqual(missing(5));
  });

  test.each([
    { what: 'all time', range: {}, sequences: [1, 2, 3, 4, 5] },
    { what: 'what came from an instant on', range: { from: at(10) }, sequences: [4, 5] },
    { what: 'what came before an instant', range: { to: at(5) }, sequences: [1] },
  ])('are of the time in question: $what', ({ range, sequences }) => {
    expect(found(empty(range), { heads })).toEqual(sequences.map(missing));
  });

  test('tell nothing of a moment ago, in which a seal is dated but not written yet', () => {
    const last = heads.slice(-1);
    expect(last[0]?.header.sealedAt).toBe(at(25));
    expect(found(empty({ at: at(24) }), { heads: last })).toEqual([]);
    expect(found(empty({ at: at(26) }), { heads: last })).toEqual([]);
    expect(found(empty({ at: at(26, 1) }), { heads: last })).toEqual([missing(5)]);
  });
});

describe('What an export says that it is of', () => {
  test('is said once', () => {
    expect(found(lines.slice(1))).toEqual([['export', 'The line is missing that says what the export is of']]);
    const twice = 'There are 2 lines that say what the export is of: it was put together from several';
    expect(found([...lines, ...lines.slice(0, 1)])).toEqual([['export', twice]]);
  });

  test('does not make up for an event that was changed', () => {
    const changed = editEvent(5, (line) => ({ ...line, event: { ...line.event, summary: 'Nothing' } }));
    expect(found(changed(lines))).toEqual([
      [idNumber(5), `The event ${idNumber(5)} was changed, or is not the one in seal 2`],
    ]);
    expect(found(editSeal(2, withHeader({ sealedAt: at(11) }))(lines))).toEqual([
      ['2', 'Seal 2 was changed: its head is not that of its header'],
    ]);
  });
});
