import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sealTools } from '../../../lib/adapters/system/seal-tools.ts';
import { type AuditLine, auditLine, type SealLine } from '../../../lib/contract/seal.ts';
import { lineOf } from '../../../lib/domain/seals/seal.ts';
import { verifyExport } from '../../../lib/domain/seals/verify-export.ts';
import { idNumber } from '../../builders/records.ts';
import {
  aKey,
  anEvent,
  at,
  chainOf,
  eventLineOf,
  exported,
  key,
  morning,
  type Period,
  sealLines,
  unsealed,
} from './record.ts';
import { type Edit, editClaim, editEvent, editSeal, withHeader } from './tamper.ts';

const seals = chainOf(morning);
const lines = exported({ seals });
const saidOf = (tampered: readonly AuditLine[], beside: Parameters<typeof verifyExport>[2] = {}): readonly string[] =>
  verifyExport(sealTools, tampered, beside).findings.map(({ sentence }) => sentence);

const swapped = (all: readonly AuditLine[], a: number, b: number): readonly AuditLine[] => {
  const index = (id: number) => all.findIndex((line) => line.type === 'event' && line.event.eventId === idNumber(id));
  return all.map(
    (line, place) => (place === index(a) ? all[index(b)] : place === index(b) ? all[index(a)] : line) ?? line,
  );
};

const named = (number: number): string => idNumber(number);

type Tamper = (all: readonly AuditLine[]) => readonly AuditLine[];
type Case = readonly [what: string, tamper: Tamper, says: readonly RegExp[]];

const changed = new RegExp(`The event ${named(5)} was changed`);

const aCase = (what: string, tamper: Tamper, ...says: readonly RegExp[]): Case => [what, tamper, says];

const cases: readonly Case[] = [
  aCase(
    'a word changed in an event',
    editEvent(5, (line) => ({ ...line, event: { ...line.event, summary: 'Nothing' } })),
    changed,
  ),
  aCase(
    'a field added to an event',
    editEvent(5, (line) => ({ ...line, event: { ...line.event, note: 'x' } })),
    changed,
  ),
  aCase(
    'an event in the place of another',
    editEvent(5, (line) => ({ ...line, seal: { sequence: 2, index: 0, path: line.seal?.path ?? [] } })),
    changed,
  ),
  aCase(
    'an event left out',
    editEvent(5, () => []),
    new RegExp(`Missing: the event ${named(5)} of .*, which is in seal 2`),
  ),
  aCase(
    'an event put in without a seal',
    editEvent(5, (line) => [line, { type: 'event', event: anEvent(55, at(7, 30)) }]),
    new RegExp(`The event ${named(55)} of .* is in no seal`),
  ),
  aCase(
    'an event put in under the proof of another',
    editEvent(5, (line) => [line, { ...line, event: anEvent(55, at(7, 30)) }]),
    new RegExp(`The event ${named(55)} was changed, or is not the one in seal 2`),
  ),
  aCase(
    'an event told twice',
    editEvent(5, (line) => [line, line]),
    new RegExp(`The event ${named(5)} is there more than once`),
  ),
  aCase('events in another order', (all) => swapped(all, 4, 5), new RegExp(`The event ${named(4)} is out of order`)),
  aCase(
    'an event of another time',
    editClaim((line) => ({ ...line, to: at(21, 30) })),
    new RegExp(`The event ${named(11)} of .* is not of this time`),
  ),
  aCase(
    'an event of a seal that is not there',
    editEvent(5, (line) => ({ ...line, seal: { sequence: 9, index: 0, path: [] } })),
    new RegExp(`The event ${named(5)} says that it is in seal 9, which is missing`),
  ),
  aCase(
    'a seal with another time',
    editSeal(2, withHeader({ sealedAt: at(11) })),
    /Seal 2 was changed: its head is not that of its header/,
  ),
  aCase(
    'two ids in another order in a seal',
    editSeal(2, (line) => ({ ...line, entries: [...(line.entries ?? [])].reverse() })),
    /Seal 2 was changed: the list of its events is not the one that was sealed/,
    new RegExp(`The event ${named(4)} is out of order in seal 2`),
    new RegExp(`The event ${named(4)} was changed, or is not the one in seal 2`),
    new RegExp(`The event ${named(5)} was changed, or is not the one in seal 2`),
  ),
  aCase(
    'an id left out of a seal',
    editSeal(2, (line) => ({ ...line, entries: line.entries?.slice(0, 1) ?? [] })),
    /Seal 2 was changed: the list of its events/,
    /Seal 2 lists 1 events, 0 of them late, in place of 2 and 0/,
    new RegExp(`The event ${named(5)} was changed, or is not the one in seal 2`),
  ),
  aCase(
    'an id moved to another time in a seal',
    editSeal(2, (line) => ({
      ...line,
      entries: line.entries?.map((entry, index) => (index === 0 ? { ...entry, timestamp: at(4) } : entry)) ?? [],
    })),
    /Seal 2 was changed: the list of its events/,
    new RegExp(`The event ${named(4)} is not of the period of seal 2`),
  ),
  aCase(
    'a seal without its list',
    editSeal(2, ({ entries: _, ...line }) => line),
    /Seal 2 comes without the list of its events/,
  ),
  aCase(
    'a seal left out',
    editSeal(4, () => []),
    /Missing: seal 4$/,
  ),
  aCase(
    'two seals left out',
    (all) => editSeal(3, () => [])(editSeal(4, () => [])(all)),
    /says that it is in seal 3, which is missing/,
    /Missing: seal 3 to 4$/,
  ),
  aCase(
    'the first seal left out',
    editSeal(1, () => []),
    ...[1, 2, 3].map(() => /in seal 1, which is missing/),
    /Missing: what was sealed before seal 2/,
  ),
  aCase(
    'the last seal left out',
    editSeal(5, () => []),
    ...[7, 8, 9].map(() => /in seal 5, which is missing/),
    /Missing: what was sealed after seal 4/,
  ),
  aCase(
    'all seals left out',
    (all) => all.filter(({ type }) => type !== 'seal'),
    ...Array.from({ length: 9 }, () => /which is missing/),
    /Missing: all seals, though there were 5/,
  ),
  aCase(
    'signatures that changed places',
    (all) => {
      const [second, third] = [2, 3].map((sequence) =>
        sealLines(all).find(({ header }) => header.sequence === sequence),
      );
      const give = (sequence: number, to: typeof second) =>
        editSeal(sequence, (line) => ({ ...line, signature: to?.signature ?? line.signature }));
      return give(2, third)(give(3, second)(all));
    },
    /Seal 2 is not signed by the key that it names/,
    /Seal 3 is not signed by the key that it names/,
  ),
  aCase(
    'a signature that is none',
    editSeal(2, (line) => ({ ...line, signature: { ...line.signature, publicKey: 'no key' } })),
    /Seal 2 is not signed by the key that it names/,
  ),
  ...(
    [
      ['header', withHeader({ sealedAt: at(11) })],
      ['list', (line) => ({ ...line, entries: line.entries?.slice(1) ?? [] })],
      ['signature', (line) => ({ ...line, signature: { ...line.signature, publicKey: 'no key' } })],
    ] as const satisfies readonly (readonly [string, Edit<SealLine>])[]
  ).map(([part, edit]) =>
    aCase(
      `a copy of a seal beside it that has another ${part}`,
      (all) => [...all, ...sealLines(editSeal(2, edit)(all)).filter(({ header }) => header.sequence === 2)],
      /Forked: there are two different seals 2/,
    ),
  ),
  aCase(
    'another one joined to it',
    (all) => [...all, ...all.slice(0, 1)],
    /There are 2 lines that say what the export is of/,
  ),
  aCase(
    'what it says it is of',
    (all) => all.filter(({ type }) => type !== 'export'),
    /The line is missing that says what the export is of/,
  ),
];

describe('An export', () => {
  test('that nobody has touched proves itself, and says what is not proven yet', () => {
    const verified = verifyExport(sealTools, lines, { keys: [`${key.pem}\n`], heads: sealLines(lines) });
    expect(verified).toMatchObject({ findings: [], events: 11, unsealed: 2, late: 1, seals: 5, keys: [key.pem] });
  });

  test.each(cases)('with %s is found out', (_, tamper, says) => {
    const said = saidOf(tamper(lines));
    for (const expected of says) expect(said).toContainEqual(expect.stringMatching(expected));
    expect(said).toHaveLength(says.length);
  });

  test('with any one byte of anything but its claim turned is found out', async () => {
    const text = lines.map((line) => JSON.stringify(line));
    await fc.assert(
      fc.property(
        fc.integer({ min: 1, max: text.length - 1 }),
        fc.nat(),
        fc.integer({ min: 1, max: 127 }),
        (row, place, by) => {
          const whole = text[row] ?? '';
          const letter = place % whole.length;
          const turned =
            whole.slice(0, letter) + String.fromCharCode(whole.charCodeAt(letter) ^ by) + whole.slice(letter + 1);
          const line = readable(turned);
          // What is no line of an export any more is refused before anything is verified.
          if (line === undefined || JSON.stringify(line) === whole) return;
          // Nothing is known yet of what is not sealed, nor does a seal vouch for the id that its key is called by.
          if (line.type === 'event' && line.seal === undefined && !whole.includes('"seal"')) return;
          if (line.type === 'seal' && turned.replace(/"keyId":"[^"]*"/, '') === whole.replace(/"keyId":"[^"]*"/, ''))
            return;
          const tampered = lines.map((each, index) => (index === row ? line : each));
          expect(saidOf(tampered, { keys: [key.pem] })).not.toEqual([]);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('that was made up from the start is found out by the key, and by the heads that are kept elsewhere', () => {
    const forged = exported({ seals: chainOf(morning, aKey()) });
    expect(saidOf(forged)).toEqual([]);
    expect(saidOf(forged, { keys: [key.pem] })).toHaveLength(morning.length);
    const other = morning.map((period, index) => (index === 3 ? { ...period, events: [anEvent(77, at(11))] } : period));
    const rewritten = exported({ seals: chainOf(other), periods: other });
    expect(saidOf(rewritten, { keys: [key.pem] })).toEqual([]);
    expect(saidOf(rewritten, { heads: sealLines(lines) })).toEqual([
      'Forked: seal 4 is not the one whose head is kept elsewhere',
      'Forked: seal 5 is not the one whose head is kept elsewhere',
    ]);
  });

  test('of a chain that was forked is found out, in the file and beside it', () => {
    const [first, , , , last] = sealLines(exported({ seals: chainOf(morning) }));
    const other = morning.map((period, index) => (index === 4 ? { ...period, events: [anEvent(8, at(16))] } : period));
    const [, , , , branch] = chainOf(other);
    if (!first || !last || !branch) throw new Error('There are five seals');
    expect(saidOf([...lines, lineOf(branch, 'all')])).toEqual(['Forked: there are two different seals 5']);
    expect(saidOf(lines, { heads: [last, lineOf(branch, 'all')] })).toEqual([
      'Forked: there are two different seals 5',
    ]);
    expect(saidOf(editSeal(5, () => lineOf(branch, 'all'))(lines))).toContain(
      'Forked: seal 5 is not the one that was the newest',
    );
  });

  test('that was cut to an earlier state is found out by the heads that are kept elsewhere', () => {
    const cut = exported({ seals: seals.slice(0, 3), others: [], periods: morning.slice(0, 3) });
    expect(saidOf(cut)).toEqual([]);
    expect(saidOf(cut, { heads: sealLines(lines) })).toEqual([
      'Missing: seal 4, whose head is kept elsewhere',
      'Missing: seal 5, whose head is kept elsewhere',
    ]);
    const nothing = exported({ seals: [], others: [], periods: [] });
    expect(saidOf(nothing, { heads: sealLines(lines).slice(0, 1) })).toEqual([
      'Missing: seal 1, whose head is kept elsewhere',
    ]);
  });

  test('of a shorter time needs only what is of it', () => {
    const of = (from: string | undefined, to: string | undefined, sequences: readonly number[]) =>
      editClaim(({ from: _, to: __, ...line }) => ({ ...line, ...(from ? { from } : {}), ...(to ? { to } : {}) }))(
        lines.filter((line) => {
          if (line.type === 'seal') return sequences.includes(line.header.sequence);
          if (line.type === 'export') return true;
          return (!from || line.event.timestamp >= from) && (!to || line.event.timestamp < to);
        }),
      );
    const heads = sealLines(lines);
    expect(saidOf(of(at(6), at(9), [2, 3]), { heads })).toEqual([]);
    expect(saidOf(of(at(6), at(9), [2]), { heads })).toContain('Missing: what was sealed after seal 2');
    expect(saidOf(of(at(11), undefined, [4, 5]), { heads })).toEqual([]);
    expect(saidOf(of(at(20), undefined, []), { heads })).toEqual([]);
    expect(saidOf(of(undefined, at(5), [1]), { heads })).toEqual([]);
    expect(saidOf(of(undefined, at(10), [2, 3]), { heads })).toContain('Missing: what was sealed before seal 2');
  });

  test('with a filter proves each of its events, and claims nothing of others', () => {
    const [claim] = lines;
    if (claim?.type !== 'export') throw new Error('The claim comes first');
    const chosen = [5, 9].map((number) => {
      const event = morning.flatMap(({ events }) => events).find(({ eventId }) => eventId === named(number));
      if (!event) throw new Error(`There is no event ${number}`);
      return eventLineOf(event, seals);
    });
    const part: readonly AuditLine[] = [
      { ...claim, filters: { targetId: 'x' } },
      ...chosen,
      ...seals.filter(({ header }) => [2, 5].includes(header.sequence)).map((seal) => lineOf(seal, 'header')),
      ...seals.filter(({ header }) => header.sequence === 5).map((seal) => lineOf(seal, 'header')),
    ];
    expect(saidOf(part, { keys: [key.pem], heads: sealLines(lines) })).toEqual([]);
    expect(saidOf(editEvent(9, (line) => ({ ...line, event: { ...line.event, actorId: 'x' } }))(part))).toHaveLength(1);
  });

  test('may tell a seal twice, and be taken while a period is sealed in part', () => {
    const [, first] = lines;
    expect(saidOf([...lines, ...(first ? [first] : [])])).toEqual([]);
    const [, , third, , fifth] = morning;
    const others = [...(third?.events ?? []), ...(fifth?.events ?? []), ...unsealed].filter(
      ({ timestamp }) => timestamp > at(7),
    );
    expect(saidOf(exported({ seals: seals.slice(0, 2), others, periods: morning.slice(0, 2) }))).toEqual([]);
  });

  test('of a plane that has sealed nothing yet has nothing to be held against', () => {
    expect(saidOf(exported({ seals: [], periods: [] }))).toEqual([]);
  });
});

describe('A chain', () => {
  const wrong: readonly (readonly [string, readonly Period[], RegExp])[] = [
    [
      'leaves out a time',
      [morning[0], { from: at(10), to: at(15), events: [] }].flatMap((each) => each ?? []),
      /Seal 2 does not begin where seal 1 ends/,
    ],
    [
      'ends before it begins',
      [morning[0], { from: at(5), to: at(4), events: [] }].flatMap((each) => each ?? []),
      /Seal 2 does not begin where seal 1 ends/,
    ],
    [
      'breaks a period off',
      [
        { from: at(0), to: at(5), events: [], more: true },
        { from: at(0), to: at(10), events: [] },
      ],
      /Seal 2 does not begin where seal 1 ends/,
    ],
    [
      'holds an event twice',
      [morning[0], { from: at(5), to: at(10), events: [anEvent(3, at(3))] }].flatMap((each) => each ?? []),
      /is in more than one seal/,
    ],
  ];
  test.each(wrong)('that %s is found out, though every seal of it is signed', (_, periods, says) => {
    const made = chainOf(periods);
    const file = exported({ seals: made, others: [], periods: periods.slice(0, 1) });
    expect(saidOf(file)).toContainEqual(expect.stringMatching(says));
  });

  test('that begins with what is no beginning is found out', () => {
    const [first] = sealLines(lines);
    if (!first) throw new Error('There is a first seal');
    const header = { ...first.header, previousHead: '1'.repeat(64) };
    expect(saidOf([...lines.slice(0, 1), { ...first, header }])).toContain(
      'Seal 1 names a seal before it, though it is the first',
    );
  });

  test('with another seal in it is found out', () => {
    const other = chainOf(
      morning.map((period, index) => (index === 1 ? { ...period, events: period.events.slice(1) } : period)),
    );
    const [, second] = other;
    if (!second) throw new Error('There is a second seal');
    expect(saidOf(editSeal(2, () => lineOf(second, 'all'))(lines))).toContain(
      'Seal 3 does not continue seal 2: it names another head',
    );
  });
});

const readable = (text: string): AuditLine | undefined => {
  try {
    return auditLine.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
};
