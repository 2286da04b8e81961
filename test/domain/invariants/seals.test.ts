import { expect, test } from 'vitest';
import { sealTools } from '../../../lib/adapters/system/seal-tools.ts';
import { judge } from '../../../lib/domain/invariants/invariants.ts';
import { type KeptSealing, keptEvent, type Stored } from '../../../lib/domain/invariants/stored.ts';
import { leafOf } from '../../../lib/domain/seals/digests.ts';
import { examineSeal } from '../../../lib/domain/seals/evidence.ts';
import { headAfter, type Seal } from '../../../lib/domain/seals/seal.ts';
import { idNumber } from '../../builders/records.ts';
import { anEvent, at, chainOf, morning, unsealed } from '../seals/record.ts';
import { whole } from './kept.ts';

/** A plane whose morning is sealed; the time is well after all of it. */
const now = new Date(at(4 * 60));
const events = [...morning.flatMap((period) => period.events), ...unsealed];

const sealedBy = (seals: readonly Seal[]): KeptSealing => {
  const last = seals.at(-1);
  return {
    leaves: new Map(events.map((event) => [event.eventId, leafOf(sealTools.digest, event)])),
    seals: seals.map((seal) => ({ ...examineSeal(sealTools, seal), leaves: seal.entries.map(({ leaf }) => leaf) })),
    sealed: new Map(
      seals.flatMap(({ header, entries }) => entries.map(({ eventId }) => [eventId, header.sequence] as const)),
    ),
    chain: last && headAfter(last, undefined),
  };
};

const seals = chainOf(morning);
const kept = (set: Partial<KeptSealing> = {}, audit = events): Stored => ({
  ...whole(),
  audit: [...audit.slice(4).reverse(), ...audit.slice(0, 4)].map(keptEvent),
  sealing: { ...sealedBy(seals), ...set },
});

const judged = (stored: Stored, instant = now) => judge(stored, instant).filter(({ id }) => id === 'seals');
const said = (stored: Stored, instant = now): readonly string[] =>
  judged(stored, instant).flatMap(({ violations }) => violations.map(({ sentence }) => sentence));

const otherSeal = (sequence: number, set: Partial<Seal>): KeptSealing =>
  sealedBy(seals.map((seal) => (seal.header.sequence === sequence ? { ...seal, ...set } : seal)));

const fifth = idNumber(5);
const without = (id: string) => new Map([...sealedBy(seals).sealed].filter(([eventId]) => eventId !== id));

type Case = readonly [what: string, stored: Stored, says: readonly RegExp[]];
const aCase = (what: string, stored: Stored, ...says: readonly RegExp[]): Case => [what, stored, says];

const damages: readonly Case[] = [
  aCase(
    'an event that was changed',
    kept({ leaves: new Map(sealedBy(seals).leaves).set(fifth, 'f'.repeat(64)) }),
    new RegExp(`^The event ${fifth} was changed`),
  ),
  aCase(
    'an event that is gone',
    kept(
      {},
      events.filter(({ eventId }) => eventId !== fifth),
    ),
    new RegExp(`^Missing: the event ${fifth}`),
  ),
  aCase(
    'an event that was put in',
    kept({}, [...events, anEvent(55, at(7, 30))]),
    new RegExp(`^The event ${idNumber(55)} of .* is in no seal`),
  ),
  aCase(
    'a seal that was changed',
    kept(otherSeal(2, { head: 'e'.repeat(64) })),
    /^Seal 2 was changed: its head/,
    /^Seal 2 is not signed/,
    /^Seal 3 does not continue seal 2/,
  ),
  aCase(
    'a leaf that was changed in a seal',
    kept(otherSeal(3, { entries: (seals[2]?.entries ?? []).map((entry) => ({ ...entry, leaf: 'e'.repeat(64) })) })),
    /^Seal 3 was changed: its events do not lead to its root/,
    new RegExp(`^The event ${idNumber(6)} was changed`),
  ),
  aCase(
    'a seal that is gone',
    kept({ seals: sealedBy(seals).seals.slice(0, 4) }),
    /^Missing: what was sealed after seal 4/,
  ),
  aCase('a note that is gone', kept({ sealed: without(fifth) }), /is in seal 2, and noted in undefined/),
  aCase(
    'a note of a seal that is none',
    kept({ sealed: new Map(sealedBy(seals).sealed).set('x', 9) }),
    /^The event x is noted in seal 9, and in none/,
  ),
  aCase('seals without a chain', kept({ chain: undefined }), /^There are seals, and no chain that they are of/),
];

test.each(damages)('The invariant seals finds %s', (what, stored, says) => {
  const sentences = said(stored);
  for (const expected of says) expect(sentences).toContainEqual(expect.stringMatching(expected));
  // With a seal its events are unsealed, and noted in none.
  if (what !== 'a seal that is gone') expect(sentences).toHaveLength(says.length);
});

test('A sealed record is as it was, and what came late may wait for the next seal', () => {
  expect(said(kept())).toEqual([]);
  const late = kept({}, [...events, anEvent(55, at(7, 30))]);
  expect(said(late, new Date(at(60)))).toEqual([]);
  expect(said({ ...whole(), audit: events.map(keptEvent) })).toEqual([]);
  const half = chainOf(morning.slice(0, 2));
  expect(said(kept({ ...sealedBy(half) }))).toEqual([]);
});

test('What is wrong with a record names what it is about', () => {
  const about = (stored: Stored) => judged(stored).flatMap(({ violations }) => violations.map((each) => each.about));
  expect(about(kept({ chain: undefined }))).toEqual([[]]);
  expect(about(kept(otherSeal(2, { head: 'e'.repeat(64) })))).toEqual([['2'], ['2'], ['3']]);
  expect(about(kept({ sealed: without(fifth) }))).toEqual([[fifth]]);
  expect(about(kept({ sealed: new Map(sealedBy(seals).sealed).set('x', 9) }))).toEqual([['x']]);
});

test('Each seal and each sealed event counts as looked at once, and the chain that they are of', () => {
  const checks = 1 + seals.length + morning.flatMap((period) => period.events).length;
  expect(judged(kept())).toMatchObject([{ checked: checks, violations: [] }]);
  const changed = kept({ leaves: new Map(sealedBy(seals).leaves).set(fifth, 'f'.repeat(64)) });
  expect(judged(changed)).toMatchObject([{ checked: checks, violations: [{ about: [fifth] }] }]);
});
