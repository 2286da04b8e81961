import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sealTools } from '../../../lib/adapters/system/seal-tools.ts';
import type { AuditLine, EventLine } from '../../../lib/contract/seal.ts';
import { verifyExport } from '../../../lib/domain/seals/verify-export.ts';
import { InvalidCursor } from '../../../lib/ports/store.ts';
import { readHead } from '../../../lib/usecases/reading/audit.ts';
import { exportAudit } from '../../../lib/usecases/reading/export-audit.ts';
import { planeSettings } from '../../builders/config.ts';
import { anAuditEvent, idNumber } from '../../builders/records.ts';
import { at, key, sealLines } from '../../domain/seals/record.ts';
import { bodyOf } from '../line.ts';
import { openRecord, type Record } from './record.ts';

let record: Record;
beforeEach(async () => {
  record = await openRecord();
});
afterEach(() => record.close());

type Query = Parameters<typeof exportAudit>[1];
const page = async (query: Query) =>
  bodyOf(await exportAudit({ store: record.world.store, clock: record.world.clock, digest: sealTools.digest }, query));

/** All pages of an export; `between` happens after each. */
const exportOf = async (query: Partial<Query> = {}, between: () => Promise<unknown> = async () => undefined) => {
  const lines: AuditLine[] = [];
  let cursor: string | undefined;
  let pages = 0;
  do {
    const one = await page({ limit: 200, ...query, cursor });
    lines.push(...one.lines);
    cursor = one.nextCursor;
    pages += 1;
    if (cursor !== undefined) await between();
  } while (cursor !== undefined);
  return { lines, pages };
};

const heads = async () => sealLines((await exportOf()).lines);
const verified = async (lines: readonly AuditLine[]) =>
  verifyExport(sealTools, lines, { keys: [key.pem], heads: await heads() });
const eventsIn = (lines: readonly AuditLine[]): readonly string[] =>
  lines.filter((line): line is EventLine => line.type === 'event').map(({ event }) => event.eventId);

/** Some hours with busy and quiet times, something late, and something that is not sealed yet. */
const someHours = async (): Promise<readonly string[]> => {
  const early = await record.happen(...Array.from({ length: 100 }, (_, index) => at(2, index / 2)));
  record.moveTo(at(10));
  await record.seal();
  const late = await record.happen(at(4));
  const later = await record.happen(at(31), at(33), at(58));
  record.moveTo(at(4 * 60));
  await record.seal();
  const fresh = await record.happen(at(4 * 60 - 1));
  return [...early, ...late, ...later, ...fresh];
};

describe('An export', () => {
  test('proves all of the record, whatever the size of its pages', async () => {
    const all = await someHours();
    for (const limit of [200, 7]) {
      const { lines } = await exportOf({ limit });
      expect([...eventsIn(lines)].sort()).toEqual([...all].sort());
      expect(await verified(lines)).toMatchObject({ findings: [], events: all.length, unsealed: 1, late: 1 });
      expect(lines.filter(({ type }) => type === 'export')).toHaveLength(1);
    }
  });

  const times: readonly (readonly [from: string | undefined, to: string | undefined, count: number])[] = [
    [at(2, 10), at(2, 20), 20],
    [at(4), at(5), 1],
    [at(5), at(30), 0],
    [at(31), undefined, 4],
    [undefined, at(32), 102],
    [at(-600), at(-300), 0],
    [at(5 * 60), undefined, 0],
  ];
  test('of any time is whole', async () => {
    await someHours();
    for (const [from, to, count] of times) {
      const { lines } = await exportOf({ from, to, limit: 30 });
      expect(await verified(lines), `from ${from} to ${to}`).toMatchObject({ findings: [], events: count });
    }
  });

  test('brings the seal of what came late along, also from after its time', async () => {
    await record.happen(at(1));
    record.moveTo(at(10));
    await record.seal();
    const [late] = await record.happen(at(2));
    await record.happen(at(21), at(26), at(31));
    record.moveTo(at(60));
    await record.seal();
    const { lines } = await exportOf({ to: at(5) });
    expect(eventsIn(lines)).toContain(late);
    expect(sealLines(lines).map(({ header }) => header.sequence)).toEqual([1, 2]);
    expect(await verified(lines)).toMatchObject({ findings: [], late: 1, unsealed: 0 });
  });

  test('of part of the record proves each event that is in it', async () => {
    await someHours();
    const wanted = idNumber(102);
    const { lines } = await exportOf({ targetId: (await record.event(wanted)).targetId, limit: 9 });
    expect(eventsIn(lines)).toContain(wanted);
    const { findings, claim, seals } = await verified(lines);
    expect({ findings, filters: Object.keys(claim?.filters ?? {}) }).toEqual({ findings: [], filters: ['targetId'] });
    expect(seals).toBeGreaterThan(1);
    expect(sealLines(lines).every(({ entries }) => entries === undefined)).toBe(true);
  });

  test('stays whole while the record goes on and is sealed', async () => {
    await someHours();
    let minute = 4 * 60;
    const { lines, pages } = await exportOf({ limit: 10 }, async () => {
      minute += 5;
      record.moveTo(at(minute));
      await record.happen(at(minute, -1));
      await record.seal();
    });
    expect(pages).toBeGreaterThan(5);
    expect(verifyExport(sealTools, lines, { keys: [key.pem] }).findings).toEqual([]);
  });

  test('shows what was put into the table, and what was taken out of it', async () => {
    await someHours();
    await record.happen(at(3));
    const { lines } = await exportOf();
    expect((await verified(lines)).findings).toEqual([
      expect.objectContaining({ sentence: expect.stringContaining('is in no seal') }),
    ]);
    const store = { ...record.world.store };
    const readAuditSpan: typeof store.readAuditSpan = async (span) => {
      const { events, ...rest } = await store.readAuditSpan(span);
      return { ...rest, events: events.filter(({ eventId }) => eventId !== idNumber(5)) };
    };
    const without = { store: { ...store, readAuditSpan }, clock: record.world.clock, digest: sealTools.digest };
    const dropped = bodyOf(await exportAudit(without, { to: at(3), limit: 200 }));
    expect((await verified(dropped.lines)).findings).toEqual([
      expect.objectContaining({ sentence: expect.stringContaining(`Missing: the event ${idNumber(5)}`) }),
    ]);
  });

  test('of a plane without a seal, or without anything, claims nothing that it cannot prove', async () => {
    expect(await readHead({ store: record.world.store })).toMatchObject({ body: { newest: null } });
    await record.happen(at(1));
    record.moveTo(at(2));
    const { lines } = await exportOf();
    expect(verifyExport(sealTools, lines)).toMatchObject({ findings: [], events: 1, unsealed: 1, seals: 0 });
  });

  test('names the seal that was the newest', async () => {
    await someHours();
    const newest = (await record.seals()).at(-1);
    expect(await readHead({ store: record.world.store })).toMatchObject({ body: { newest: { head: newest?.head } } });
    expect((await page({ limit: 1 })).lines[0]).toMatchObject({ type: 'export', head: { head: newest?.head } });
  });

  test('begins before the plane was set up, where its first seal does', async () => {
    const [early] = await record.happen(at(1));
    await record.database.configure({ settings: planeSettings({ createdAt: at(2) }) });
    record.moveTo(at(10));
    await record.seal();
    const { lines } = await exportOf();
    expect(eventsIn(lines)).toEqual([early]);
    expect(await verified(lines)).toMatchObject({ findings: [], unsealed: 0 });
  });

  test('goes on from any event, whatever its id', async () => {
    const ids = ['denials.2026-11-21T09.X.jörg ~#~1', 'zoë', '\u{1F511}'];
    for (const eventId of ids) {
      await record.world.store.commit({ audit: [anAuditEvent({ eventId, timestamp: at(1) })] });
    }
    record.moveTo(at(10));
    await record.seal();
    const { lines } = await exportOf({ limit: 1 });
    expect([...eventsIn(lines)].sort()).toEqual(ids.sort());
    expect((await verified(lines)).findings).toEqual([]);
  });

  test('goes on from no place that it did not name', async () => {
    for (const cursor of [
      '',
      '~',
      '%~1~1',
      'x~1~1',
      '2026-99-99T00:00:00.000Z~1~1',
      `${at(0)}~-1~1`,
      `${at(0)}#~1~1`,
    ]) {
      await expect(page({ limit: 1, cursor }), cursor).rejects.toBeInstanceOf(InvalidCursor);
    }
  });
});
