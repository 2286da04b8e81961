import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { createClient } from '../../../lib/contract/client.ts';

const program = join(import.meta.dirname, '..', '..', '..', 'scripts', 'start.ts');
const base = mkdtempSync(join(tmpdir(), 'dxcp-start-'));
const children: ChildProcess[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) await ended(child, 'SIGTERM');
});
afterAll(() => rmSync(base, { recursive: true }));

type Started = { readonly child: ChildProcess; readonly url: string };

/** Starts a plane as people do; resolves with what it said when it did not get up. */
function start(...flags: string[]): Promise<Started | { readonly code: number | null; readonly said: string }> {
  const child = spawn(process.execPath, [program, '--no-ui', ...flags]);
  children.push(child);
  let said = '';
  return new Promise((resolve) => {
    const listen = (chunk: Buffer) => {
      said += chunk;
      const url = /DXCP ready (http:\S+)/.exec(said)?.[1];
      if (url) resolve({ child, url });
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('exit', (code) => resolve({ code, said }));
  });
}

async function up(...flags: string[]): Promise<Started> {
  const started = await start(...flags);
  if ('said' in started) throw new Error(started.said);
  return started;
}

const ended = (child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve(child.exitCode);
    child.once('exit', resolve);
    child.kill(signal);
  });

const clientOf = (url: string) =>
  createClient({
    baseUrl: url,
    token: async () =>
      (
        await fetch(`${url}/.local/token`, {
          method: 'POST',
          body: '{"user":"owner"}',
          headers: { accept: 'text/plain' },
        })
      ).text(),
  });

// Planes in processes of their own: the limit is there for one that hangs, not for a machine that is busy.
describe('starting a plane', { timeout: 180_000 }, () => {
  it('carries on after a kill with what was in flight, and its clock never runs backwards', async () => {
    const data = join(base, 'killed');
    const first = await up('--data', data, '--port', '0', '--speed', '4');
    const body = {
      service: 'demo-service',
      environment: 'sandbox',
      version: '1.0.0',
      recipeId: 'default',
      changeSummary: 'Survive',
    };
    const { id, createdAt } = await clientOf(first.url).deployments.create({ body });
    await ended(first.child, 'SIGKILL');
    const second = await up('--data', data, '--port', '0', '--speed', '4');
    const client = clientOf(second.url);
    for (;;) {
      const { state, finishedAt = '' } = await client.deployments.get({ params: { id } });
      if (['PENDING', 'ACTIVE', 'IN_PROGRESS'].includes(state)) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        continue;
      }
      expect(state).toBe('SUCCEEDED');
      expect(finishedAt > createdAt).toBe(true);
      break;
    }
    expect(await ended(second.child, 'SIGTERM')).toBe(0);
  });

  it('refuses a second plane on the same data, and leaves the first one alone', async () => {
    const data = join(base, 'shared');
    const first = await up('--data', data, '--port', '0', '--empty');
    expect(await start('--data', data, '--port', '0', '--fresh')).toMatchObject({
      code: 1,
      said: expect.stringContaining(`A plane already runs on ${data}: ${first.url}`),
    });
    expect((await fetch(`${first.url}/v1/health`)).status).toBe(200);
    expect((await clientOf(first.url).services.list()).items).toEqual([]);
  });

  it('says what to do when the port is taken', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? String(address.port) : '';
    expect(await start('--data', join(base, 'none'), '--port', port)).toMatchObject({
      code: 1,
      said: expect.stringMatching(/is taken\.[\s\S]*npm start -- --port/),
    });
    server.close();
  });

  it('never touches a directory that is not a plane’s', async () => {
    const data = join(base, 'mine');
    mkdirSync(data);
    writeFileSync(join(data, 'letter.txt'), 'dear');
    expect(await start('--data', data, '--port', '0', '--fresh')).toMatchObject({
      code: 1,
      said: expect.stringContaining('holds things that are not a local plane'),
    });
  });

  it('explains its flags', async () => {
    expect(await start('--help')).toMatchObject({ code: 0, said: expect.stringContaining('--speed N') });
    expect(await start('--speed', '0')).toMatchObject({ code: 1, said: expect.stringContaining('from 1 to 100') });
  });
});
