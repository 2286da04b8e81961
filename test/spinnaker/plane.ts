import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Client, createClient } from '../../lib/contract/client.ts';

const ROOT = join(import.meta.dirname, '../..');

/** A local plane as `npm start` starts it, on data of its own, with a real engine in place of the simulator. */
export type PlaneProcess = {
  readonly url: string;
  as(user: string): Client;
  /** Plays another program of the project against it; its exit code and words. */
  play(script: string): Promise<{ readonly status: unknown; readonly words: string }>;
  stop(): Promise<void>;
};

export async function startPlaneOn(engineUrl: string): Promise<PlaneProcess> {
  const dataDir = mkdtempSync(join(tmpdir(), 'dxcp-story-'));
  const args = ['scripts/start.ts', '--port', '0', '--data', dataDir, '--no-ui', '--engine-url', engineUrl];
  const plane = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await announced(plane);
  return {
    url,
    as: (user) => createClient({ baseUrl: url, token: () => tokenOf(url, user) }),
    play: async (script) => {
      const playing = spawn(process.execPath, [script, '--url', url], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
      const words: string[] = [];
      for (const stream of [playing.stdout, playing.stderr]) stream.on('data', (chunk) => words.push(String(chunk)));
      const [status]: unknown[] = await once(playing, 'close');
      return { status, words: words.join('') };
    },
    stop: async () => {
      plane.kill('SIGTERM');
      if (plane.exitCode === null) await once(plane, 'exit');
      rmSync(dataDir, { recursive: true });
    },
  };
}

async function announced(plane: ChildProcess): Promise<string> {
  if (!plane.stdout) throw new Error('the plane says nothing');
  const lines = createInterface({ input: plane.stdout });
  for await (const line of lines) {
    const [, url] = /^DXCP ready (\S+)/.exec(line) ?? [];
    if (url === undefined) continue;
    lines.close();
    plane.stdout.resume();
    return url;
  }
  throw new Error('the plane ended before it was ready');
}

async function tokenOf(url: string, user: string): Promise<string> {
  const headers = { accept: 'text/plain' };
  const response = await fetch(`${url}/.local/token`, { method: 'POST', headers, body: JSON.stringify({ user }) });
  return response.text();
}
