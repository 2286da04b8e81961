import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openObjectStore } from '../../lib/local/aws/s3/object-store.ts';
import { openSsm } from '../../lib/local/aws/ssm.ts';
import { openExecutionLog } from '../../lib/local/aws/states/execution-log.ts';
import { openPlaneClock } from '../../lib/local/clock/clock.ts';
import { createJournal } from '../../lib/local/engine/journal.ts';
import { openReleases } from '../../lib/local/services/releases.ts';
import { createChance } from './chance.ts';
import { sayAgain, settle, verifyData } from './judge.ts';
import { createLedger, signIn } from './ledger.ts';
import { putLoad } from './load.ts';
import { freePort, type PlaneProcess, startPlaneProcess, urlOf } from './plane-process.ts';

const base = mkdtempSync(join(tmpdir(), 'dxcp-storage-'));
const whole = join(base, 'whole');
const planes: PlaneProcess[] = [];
let port = 0;

const start = (data: string, fileKiB?: number): PlaneProcess => {
  const plane = startPlaneProcess({ data, port, speed: 50, ...(fileKiB !== undefined && { fileKiB }) });
  planes.push(plane);
  return plane;
};

/** Data with a history: a second start puts what the first one wrote in order. */
beforeAll(async () => {
  port = await freePort();
  for (const summary of ['Leave traces', 'Leave more']) {
    const plane = start(whole);
    await plane.ready;
    const { owner, admin } = await signIn(urlOf({ port }));
    const body = { service: 'demo-service', environment: 'sandbox', version: '1.0.0', recipeId: 'default' };
    await owner.deployments.create({ body: { ...body, changeSummary: summary } });
    expect(await settle(admin)).toEqual([]);
    expect(await plane.stop()).toBe(0);
  }
}, 60_000);
afterEach(async () => {
  for (const plane of planes.splice(0)) await plane.kill();
});
afterAll(() => rmSync(base, { recursive: true }));

let copies = 0;
function copyOfWhole(): string {
  copies += 1;
  const copy = join(base, String(copies));
  cpSync(whole, copy, { recursive: true });
  return copy;
}

function find(directory: string, kind: RegExp): string {
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  const found = names.map((name) => join(directory, name)).find((path) => kind.test(path) && statSync(path).isFile());
  if (found === undefined) throw new Error(`No file in ${directory} is ${kind}`);
  return found;
}

const garble = (file: string): void => {
  const bytes = readFileSync(file);
  for (let at = Math.floor(bytes.length / 3); at < bytes.length / 2; at += 1) bytes[at] = (bytes[at] ?? 0) ^ 0x55;
  writeFileSync(file, bytes);
};

describe('a plane whose data are damaged', () => {
  test('does not start, and says what is wrong and what to do', async () => {
    const data = copyOfWhole();
    garble(find(data, /dynamodb\/\d+\.ldb$/));
    const plane = start(data);
    expect(await plane.ended).toBe(1);
    expect(plane.said().trim()).toMatch(
      /^The DynamoDB data in .* are damaged: \d+\.ldb: .* is not what was written\.\nNothing was changed\. Put back a copy .*--fresh, which deletes all of it\.$/,
    );
  });

  test.each([
    ['its parameters', /parameters\.json$/, garble],
    ['its workflow runs', /states\/executions\.jsonl$/, garble],
    ['what its engine ran', /engine\/executions\.jsonl$/, garble],
    ['its clock', /clock\.json$/, (file: string) => writeFileSync(file, '')],
    ['what serves', /serving\.json$/, (file: string) => truncateSync(file, 20)],
    ['the record of an artifact', /s3\/.*\.json$/, garble],
  ] as const)('does not take damage for emptiness: %s', async (_what, kind, harm) => {
    const data = copyOfWhole();
    const file = find(data, kind);
    await openAll(data);
    harm(file);
    const bytes = readFileSync(file);
    await expect(openAll(data)).rejects.toThrow(
      new RegExp(`${basename(file)} is damaged: .*\nNothing was changed\\. Put back a copy of it, or delete it`),
    );
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });
});

/** Whatever a start reads beside the table. */
async function openAll(data: string): Promise<void> {
  await openSsm({ file: join(data, 'ssm', 'parameters.json'), now: Date.now });
  await (await openExecutionLog(join(data, 'states', 'executions.jsonl'), Date.now)).close();
  createJournal(join(data, 'engine')).load();
  openReleases(join(data, 'services'));
  await openObjectStore(join(data, 's3'), Date.now);
  openPlaneClock({ file: join(data, 'clock.json'), speed: 1 }).close();
}

describe('a plane whose disk is full', () => {
  test('says so and stops; what it acknowledged is there when there is room again', async () => {
    const data = copyOfWhole();
    const ledger = createLedger();
    const full = start(data, 600);
    await full.ready;
    const clients = await signIn(urlOf({ port }));
    const sample = await clients.ci.builds.get({ params: { service: 'demo-service', version: '1.0.0' } });
    const ending = new AbortController();
    const load = { clients, ledger, chance: createChance(1), people: 6, pauseMs: 1, sample, signal: ending.signal };
    const using = putLoad(load);
    expect(await full.ended).toBe(1);
    ending.abort();
    await using;
    expect(full.said()).toMatch(/There is no room left for the data in .*\nWhat was acknowledged is there\. Make room/);
    expect(ledger.acknowledged.length).toBeGreaterThan(0);

    const again = start(data);
    await again.ready;
    const signedIn = await signIn(urlOf({ port }));
    expect(await sayAgain(signedIn, ledger.acknowledged)).toEqual([]);
    expect(await settle(signedIn.admin)).toEqual([]);
    expect(await verifyData(data)).toEqual([]);
    expect(existsSync(join(data, 'running.json'))).toBe(true);
  }, 120_000);

  test('does not start, and says why', async () => {
    const plane = start(copyOfWhole(), 1);
    expect(await plane.ended).toBe(1);
    expect(plane.said()).toMatch(/There is no room left for the data in/);
  });
});
