import { afterAll, beforeAll, expect, test } from 'vitest';
import { createInventory } from '../../lib/adapters/dynamodb/inventory.ts';
import { sealTools } from '../../lib/adapters/system/seal-tools.ts';
import { invariants } from '../../lib/domain/invariants/invariants.ts';
import { setRateLimits } from '../../lib/usecases/configure/settings.ts';
import { putDenialOnRecord } from '../../lib/usecases/record-denial.ts';
import { type Verified, verify } from '../../lib/usecases/verify.ts';
import { bodyOf, deployThrough, type EmbeddedLine, endAs, openEmbeddedLine } from '../usecases/line.ts';
import { damages, denied, type Ids, rateKey } from './damage.ts';

let line: EmbeddedLine;
let ids: Ids;

/** Something of everything: successes, a rollback, a failure, one in flight and one that waits for its place. */
const live = async (): Promise<Ids> => {
  const first = await deployThrough(line, { version: '1.0.0' });
  const superseded = await deployThrough(line, { version: '2.0.0' });
  const undone = await deployThrough(line, { version: '3.0.0' });
  const running = await endAs(line, bodyOf(await line.rollback(undone.id)).id);
  const failed = await deployThrough(line, { version: '3.0.0' }, 'FAILED');
  const inFlight = bodyOf(await line.deploy({ version: '4.0.0' }));
  await line.handOver(inFlight.id);
  const waiting = bodyOf(await line.rollback(inFlight.id));
  for (const revision of [1, 2]) {
    const body = { readRpm: 600, mutateRpm: 60 + revision, revision, reason: 'More is asked for' };
    bodyOf(await setRateLimits(line.world, line.byAdmin('settings.setRateLimits', { body })));
  }
  await putDenialOnRecord(line.world, denied);
  await line.store.claimRate({ key: rateKey, count: 1, limit: 60 });
  return {
    first: first.id,
    superseded: superseded.id,
    failed: failed.id,
    running: running.id,
    inFlight: inFlight.id,
    waiting: waiting.id,
  };
};

const verified = (pageSize = 7): Promise<Verified> => {
  const { client, table } = line.database;
  const patience = { tools: sealTools, now: line.clock.now, random: Math.random, sleep: async () => undefined };
  return verify({ inventory: createInventory({ client, table, pageSize, ...patience }), clock: line.clock });
};

const brokenOnes = ({ invariants: judged }: Verified): readonly string[] =>
  judged.filter(({ violations }) => violations.length > 0).map(({ id }) => id);

beforeAll(async () => {
  line = await openEmbeddedLine();
  ids = await live();
});
afterAll(() => line.close());

test('A plane that works breaks nothing, and everything that is kept was looked at', async () => {
  const report = await verified();
  expect(brokenOnes(report)).toEqual([]);
  expect(report).toMatchObject({ ok: true, readings: 1 });
  expect(report.invariants.filter(({ checked }) => checked === 0)).toEqual([]);
});

test('However small the pages are, the same is found', async () => {
  const counts = async (pageSize: number) => (await verified(pageSize)).invariants.map(({ checked }) => checked);
  expect(await counts(1)).toEqual(await counts(500));
});

test.each(damages)('$what is found, and by its own name', async ({ breaks, also = [], inflict }) => {
  const repair = await inflict(line, ids);
  const report = await verified();
  await repair();
  expect(report.ok).toBe(false);
  expect([...brokenOnes(report)].sort()).toEqual([breaks, ...also].sort());
});

test('Every invariant has a damage that it alone finds', () => {
  const alone = damages.filter(({ also }) => also === undefined);
  expect(new Set(alone.map(({ breaks }) => breaks))).toEqual(new Set(invariants.map(({ id }) => id)));
});

test('What is written while everything is read is no violation', async () => {
  const { client, table } = line.database;
  const patience = { tools: sealTools, now: line.clock.now, random: Math.random, sleep: async () => undefined };
  const whole = createInventory({ client, table, ...patience });
  let readings = 0;
  const torn = {
    async *readAll() {
      readings += 1;
      for await (const page of whole.readAll()) {
        yield readings === 1 ? page.filter(({ kind }) => kind !== 'slots') : page;
      }
    },
  };
  expect(await verify({ inventory: torn, clock: line.clock })).toMatchObject({ ok: true, readings: 2 });
});
