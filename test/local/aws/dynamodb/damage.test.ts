import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fuse, openDatabase } from '../../../../lib/local/aws/dynamodb/database.ts';
import { createEmbeddedDynamo } from '../../../../lib/local/aws/dynamodb/embedded.ts';
import { damageIn } from '../../../../lib/local/aws/dynamodb/files/damage.ts';
import { TABLE, tableInput } from './fixture.ts';

const base = mkdtempSync(join(tmpdir(), 'dxcp-damage-'));
const whole = join(base, 'whole');
afterAll(() => rmSync(base, { recursive: true }));

/** Sorted tables, packed and not, and a log that nothing was read from yet. */
beforeAll(async () => {
  for (const round of [1, 2]) {
    const dynamo = await createEmbeddedDynamo({ path: whole, now: Date.now });
    await dynamo.ensureTable(tableInput());
    for (let index = 0; index < 40; index += 1) {
      const noise = Array.from({ length: 150 }, () => Math.random().toString(36)).join('');
      const text = index % 2 === 0 ? 'the same again '.repeat(200) : noise;
      const Item = { pk: { S: `${round}` }, sk: { S: `${index}` }, text: { S: text } };
      await dynamo.dispatch('PutItem', { TableName: TABLE, Item });
    }
    await dynamo.close();
  }
});

let copies = 0;
function copyOfWhole(): string {
  copies += 1;
  const copy = join(base, String(copies));
  cpSync(whole, copy, { recursive: true });
  return copy;
}
const fileOf = (directory: string, kind: RegExp): string =>
  join(directory, readdirSync(directory).find((name) => kind.test(name)) ?? '');

async function rowsOf(directory: string): Promise<string> {
  const store = await openDatabase(directory);
  try {
    return JSON.stringify(await store.db.iterator({}).all());
  } finally {
    await store.db.close();
  }
}

describe('the files of the embedded DynamoDB', () => {
  test('are sound after every close', async () => {
    expect(readdirSync(whole).some((name) => name.endsWith('.ldb'))).toBe(true);
    expect(await damageIn(whole)).toBeUndefined();
  });

  test.each([
    ['a sorted table', /\.ldb$/],
    ['the newest log', /\.log$/],
    ['the manifest', /^MANIFEST/],
  ])('are refused when a byte of %s is not what was written, and nothing is changed', async (_what, kind) => {
    const before = await rowsOf(copyOfWhole());
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.integer({ min: 1, max: 255 }),
        async (where, change) => {
          const copy = copyOfWhole();
          const file = fileOf(copy, kind);
          const bytes = readFileSync(file);
          const at = Math.floor(where * bytes.length);
          bytes[at] = (bytes[at] ?? 0) ^ change;
          writeFileSync(file, bytes);
          const names = readdirSync(copy).join();
          const damage = await damageIn(copy);
          // A length that is too long looks like a write that was cut off; anything else is told, or does not matter.
          if (damage === undefined && !/log|MANIFEST/.test(file)) expect(await rowsOf(copy)).toBe(before);
          if (damage === undefined) return;
          await expect(openDatabase(copy)).rejects.toThrow(/are damaged: /);
          expect(readdirSync(copy).join()).toBe(names);
          rmSync(copy, { recursive: true });
        },
      ),
      { numRuns: 60 },
    );
  });

  test.each([
    ['a sorted table is cut off', (directory: string) => truncateSync(fileOf(directory, /\.ldb$/), 1000), /bytes of/],
    ['a sorted table is gone', (directory: string) => rmSync(fileOf(directory, /\.ldb$/)), /is missing/],
    ['CURRENT is gone', (directory: string) => rmSync(join(directory, 'CURRENT')), /CURRENT is missing/],
    ['CURRENT is empty', (directory: string) => truncateSync(join(directory, 'CURRENT')), /CURRENT names nothing/],
    [
      'the manifest is gone',
      (directory: string) => renameSync(fileOf(directory, /^MANIFEST/), join(base, 'elsewhere')),
      /CURRENT names nothing/,
    ],
  ] as const)('are refused when %s, in place of beginning anew', async (_what, harm, words) => {
    const copy = copyOfWhole();
    harm(copy);
    await expect(openDatabase(copy)).rejects.toThrow(words);
  });

  test('take a last write that was cut off for one that was never acknowledged', async () => {
    const copy = copyOfWhole();
    const log = fileOf(copy, /\.log$/);
    truncateSync(log, readFileSync(log).length - 20);
    expect(await damageIn(copy)).toBeUndefined();
    expect(await rowsOf(whole)).toContain((await rowsOf(copy)).slice(0, 1000));
  });
});

test('a write that fails is the last one: what follows half a record could not be found again', async () => {
  const told: string[] = [];
  let isFull = true;
  const batch = async () => {
    if (isFull) throw Object.assign(new Error('IO error: No space left on device'), { code: 'LEVEL_IO_ERROR' });
  };
  const db = { batch };
  fuse(db, ({ message }) => told.push(message));
  await expect(db.batch()).rejects.toThrow('No space left');
  isFull = false;
  await expect(db.batch()).rejects.toThrow('No space left');
  expect(told).toEqual(['The DynamoDB data cannot be written: IO error: No space left on device']);
});
