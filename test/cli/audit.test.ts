import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canonical } from '../../lib/domain/seals/canonical.ts';
import { sealedHeadOf } from '../../lib/domain/seals/seal.ts';
import { anAuditEvent } from '../builders/records.ts';
import { aKey, at, chainOf, exported, key, morning, sealLines } from '../domain/seals/record.ts';
import { answerOf, linesAnswer, type ScriptedPlane, startScriptedPlane } from './scripted-plane.ts';
import { scriptedTerminal } from './scripted-terminal.ts';

const seals = chainOf(morning);
const lines = exported({ seals });
const newest = seals.at(-1);

let directory: string;
let plane: ScriptedPlane | undefined;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'dxcp-audit-'));
});
afterEach(async () => {
  await plane?.close();
  plane = undefined;
  await rm(directory, { recursive: true });
});

const put = async (name: string, text: string): Promise<string> => {
  const file = join(directory, name);
  await writeFile(file, text);
  return file;
};
const textOf = (all: readonly unknown[]): string => all.map((line) => `${JSON.stringify(line)}\n`).join('');

describe('dxcp audit export', () => {
  it('writes the lines of every page as they came, each seal once', async () => {
    plane = await startScriptedPlane({
      'GET /v1/audit/export': ({ url }) =>
        url.includes('cursor=next')
          ? linesAnswer([...sealLines(lines).slice(-1), ...lines.slice(9)])
          : linesAnswer(lines.slice(0, 9), 'next'),
    });
    const { dxcp } = await scriptedTerminal({ url: plane.url });
    const file = join(directory, 'all.jsonl');
    const { code, out } = await dxcp('audit', 'export', '--from', '2026-11-21', '--group', 'demo', '--out', file);
    expect({ code, out }).toEqual({
      code: 0,
      out: `${file} holds 11 events and 5 seals\nVerify it: dxcp audit verify ${file}\n`,
    });
    expect(await readFile(file, 'utf8')).toBe(textOf(lines));
    expect(plane.calls.map(({ url }) => url)).toEqual([
      '/v1/audit/export?from=2026-11-21T00%3A00%3A00.000Z&deliveryGroupId=demo&limit=200',
      '/v1/audit/export?from=2026-11-21T00%3A00%3A00.000Z&deliveryGroupId=demo&limit=200&cursor=next',
    ]);
    expect(plane.calls[0]?.headers.accept).toContain('application/x-ndjson');
  });

  it('keeps what would steer a terminal in the file, where its digest is made from it', async () => {
    const event = anAuditEvent({ summary: '\u001b[2Jgone' });
    plane = await startScriptedPlane({ 'GET /v1/audit/export': () => linesAnswer([{ type: 'event', event }]) });
    const { dxcp } = await scriptedTerminal({ url: plane.url });
    const file = join(directory, 'odd.jsonl');
    await dxcp('audit', 'export', '--out', file);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ type: 'event', event });
  });

  it('asks for nothing when the file cannot be written', async () => {
    plane = await startScriptedPlane({});
    const { dxcp } = await scriptedTerminal({ url: plane.url });
    expect((await dxcp('audit', 'export', '--out', join(directory, 'no', 'such.jsonl'))).code).toBe(2);
    expect(plane.calls).toEqual([]);
  });
});

describe('dxcp audit verify', () => {
  const verify = async (file: string, ...more: readonly string[]) => {
    const { dxcp } = await scriptedTerminal({ url: 'http://127.0.0.1:9' });
    return dxcp('audit', 'verify', file, ...more);
  };

  it('proves a record without asking anybody, and says what it was held against', async () => {
    const heads = join(directory, 'heads', 'seals');
    await mkdir(heads, { recursive: true });
    for (const line of sealLines(lines)) {
      await writeFile(join(heads, `${line.header.sequence}.json`), `${canonical(line)}\n`);
    }
    const file = await put('all.jsonl', textOf(lines));
    const pem = await put('key.pem', key.pem);
    const { code, out } = await verify(file, '--key', pem, '--heads', join(directory, 'heads'));
    expect(code).toBe(0);
    expect(out).toContain('✓ Nothing was changed: 11 events, 5 seals');
    expect(out).toContain('1 came late');
    expect(out).toContain('2 are not sealed yet: nothing is proven there');
    expect(out).toContain('Held against 5 seals of the archive');
    expect(out).not.toContain('--key');
  });

  it('takes the bucket of a plane on this machine for an archive as it is', async () => {
    const heads = join(directory, 'dxcp-seals');
    await mkdir(heads);
    for (const [index, line] of sealLines(lines).entries()) {
      await writeFile(join(heads, `v${index}.json`), JSON.stringify({ key: `seals/${line.header.sequence}.json` }));
      await writeFile(join(heads, `v${index}.data`), `${canonical(line)}\n`);
    }
    const { code, out } = await verify(await put('all.jsonl', textOf(lines)), '--heads', heads);
    expect(code).toBe(0);
    expect(out).toContain('Held against 5 seals of the archive');
    const cut = lines.filter((line) => line.type !== 'seal' || line.header.sequence < 5);
    expect((await verify(await put('cut.jsonl', textOf(cut)), '--heads', heads)).out).toContain(
      'Missing: seal 5, whose head is kept elsewhere',
    );
  });

  it('says what was taken on trust', async () => {
    const { code, out } = await verify(await put('all.jsonl', textOf(lines)));
    expect(code).toBe(0);
    expect(out).toContain('The keys are the file’s own word: give those that you know with --key');
    expect(out).toContain('Held against no archive: give a copy of it with --heads');
  });

  it('ends with 1 and a sentence for each thing that is wrong', async () => {
    const text = textOf(lines).replace(/(?<="summary":")[^"]+/, 'Nothing \\u001b[2Jhappened');
    const { code, out } = await verify(await put('bent.jsonl', `${text}no line\n`));
    expect(code).toBe(1);
    expect(out).toMatch(/^✗ .*bent\.jsonl, line 18, is no line of an export$/m);
    expect(out).toMatch(/^✗ The event \S+ was changed, or is not the one in seal 1$/m);
    expect(out).toContain('✗ 2 things are not as sealed');
    expect(out).not.toContain('\u001b');
  });

  it('tells a key that is not the plane’s, with --json as data', async () => {
    const file = await put('forged.jsonl', textOf(exported({ seals: chainOf(morning, aKey()) })));
    const { code, out } = await verify(file, '--key', await put('key.pem', key.pem), '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      ok: false,
      findings: { length: 5 },
      keys: [expect.stringMatching(/^[0-9a-f]{64}$/)],
    });
  });

  it('cannot begin without its files', async () => {
    const file = await put('all.jsonl', textOf(lines));
    expect((await verify(join(directory, 'nothing'))).code).toBe(2);
    expect((await verify(file, '--key', join(directory, 'nothing'))).code).toBe(2);
    expect((await verify(file, '--heads', join(directory, 'nothing'))).code).toBe(2);
    await mkdir(join(directory, 'empty'));
    expect((await verify(file, '--heads', join(directory, 'empty'))).err).toContain('There are no seals in');
  });
});

describe('dxcp audit head and key', () => {
  const of = async (answer: unknown, ...command: readonly string[]) => {
    plane = await startScriptedPlane({ 'GET /v1/audit/head': () => answerOf('audit.head', answer) });
    const { dxcp } = await scriptedTerminal({ url: plane.url });
    return dxcp('audit', ...command);
  };

  it('show the newest seal, and a key that can be put into a file', async () => {
    const answer = { newest: newest && sealedHeadOf(newest) };
    const { code, out } = await of(answer, 'head');
    expect(code).toBe(0);
    expect(out).toMatch(/^Seal 5 {2}everything up to 2026-11-21 09:20:00Z\n {2}head {9}[0-9a-f]{64}$/m);
    await plane?.close();
    expect(await of(answer, 'key')).toMatchObject({ code: 0, out: key.pem });
  });

  it('say that nothing is sealed yet', async () => {
    expect((await of({ newest: null }, 'head')).out).toContain('Nothing is sealed yet');
    await plane?.close();
    expect(await of({ newest: null }, 'key')).toMatchObject({ code: 3, out: '' });
  });
});

describe('dxcp audit list', () => {
  it('shows who did what, a page or all of it', async () => {
    const event = anAuditEvent({ timestamp: at(1) });
    plane = await startScriptedPlane({
      'GET /v1/audit/events': ({ url }) =>
        answerOf('audit.list', { items: [event], ...(url.includes('cursor=') ? {} : { nextCursor: 'next' }) }),
    });
    const { dxcp } = await scriptedTerminal({ url: plane.url });
    const { out } = await dxcp('audit', 'list', '--actor-id', 'x', '--type', 'deploy-submit');
    expect(out).toContain('2026-11-21 09:01:00Z');
    expect(out).toContain('More: --cursor next, or --all');
    expect(plane.calls[0]?.url).toBe('/v1/audit/events?actorId=x&type=DEPLOY_SUBMIT&limit=20');
    const all = (await dxcp('audit', 'list', '--all', '--json')).out;
    expect(JSON.parse(all).items).toHaveLength(2);
  });
});
