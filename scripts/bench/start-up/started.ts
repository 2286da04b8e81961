import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** `npm start` without npm: from nothing to a plane that a person can use. */

const PROGRAM = join(import.meta.dirname, '../../start.ts');
const LIMIT_MS = 120_000;
const PAUSE_MS = 20;

export type Started = {
  readonly pid: number;
  /** Seconds until the API answered for the first time. */
  readonly health: number;
  /** Seconds until the page and every script and style that it names were there, too. */
  readonly page: number;
  readonly stop: () => Promise<void>;
};

const answered = async (url: string): Promise<string> => {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.text();
};

/** Tries until it works. */
const until = async <T>(child: ChildProcess, attempt: () => Promise<T>): Promise<T> => {
  for (const began = performance.now(); ; ) {
    try {
      return await attempt();
    } catch (error) {
      if (child.exitCode !== null || performance.now() - began > LIMIT_MS) throw error;
      await wait(PAUSE_MS);
    }
  }
};

const load = async (url: string): Promise<void> => {
  const page = await answered(`${url}/`);
  const parts = [...page.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css))"/g)].map(([, path]) => path);
  if (parts.length === 0) throw new Error('The page names no script');
  await Promise.all(parts.map((path) => answered(url + path)));
};

export const startPlane = async (port: number, data: string, flags: readonly string[]): Promise<Started> => {
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  const child = spawn(process.execPath, [PROGRAM, '--port', String(port), '--data', data, ...flags], {
    stdio: 'ignore',
  });
  const stop = async () => {
    if (child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  };
  try {
    const url = `http://127.0.0.1:${port}`;
    await until(child, () => answered(`${url}/v1/health`));
    const health = seconds();
    await until(child, () => load(url));
    return { pid: child.pid ?? 0, health, page: seconds(), stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
