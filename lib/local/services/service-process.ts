import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

/** A running version of a service. */
export type ServiceProcess = {
  readonly port: number;
  readonly isRunning: () => boolean;
  stop(): Promise<void>;
};

export type HealthPatience = {
  /** A version may say for so long that it is not healthy. */
  readonly failingMs: number;
  /** A version may leave its health check unanswered for so long. */
  readonly silentMs: number;
};

export type HealthVerdict = 'healthy' | { readonly reason: 'unhealthy' | 'timeout'; readonly message: string };

const LISTEN_LIMIT_MS = 15_000;

/** Starts the unpacked service on a free loopback port; rejects when it ends, or stays silent, before it listens. */
export async function startService(directory: string, environment: string): Promise<ServiceProcess> {
  const root = realpathSync(directory);
  // A build is somebody's code: it may read its own files and nothing else of this machine's.
  const flags = ['--permission', `--allow-fs-read=${root}`, '--max-old-space-size=64'];
  const child = spawn(process.execPath, [...flags, join(root, 'server.mjs')], {
    cwd: root,
    env: { ENVIRONMENT: environment },
    stdio: 'pipe',
  });
  child.stdin.on('error', () => undefined);
  child.stderr.resume();
  try {
    const port = await announcedPort(child);
    return { port, isRunning: () => child.exitCode === null && child.signalCode === null, stop: () => stop(child) };
  } catch (error) {
    await stop(child);
    throw error;
  }
}

/** Asks `/health` until it is clear what the version is. */
export async function judgeHealth(
  { port, isRunning }: ServiceProcess,
  patience: HealthPatience,
): Promise<HealthVerdict> {
  const begun = Date.now();
  for (;;) {
    const status = await healthStatus(port, patience.silentMs);
    if (status === 200) return 'healthy';
    if (!isRunning())
      return { reason: 'unhealthy', message: 'The new version ended while its health check was awaited' };
    if (status === undefined) {
      const seconds = Math.round(patience.silentMs / 100) / 10;
      return { reason: 'timeout', message: `The health check of the new version timed out after ${seconds} seconds` };
    }
    if (Date.now() - begun >= patience.failingMs) {
      return { reason: 'unhealthy', message: `Readiness probe failed: HTTP probe failed with statuscode: ${status}` };
    }
    await pause(100);
  }
}

/** Undefined when nothing answers in time; 0 when nobody listens. */
async function healthStatus(port: number, limitMs: number): Promise<number | undefined> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(limitMs) });
    await response.body?.cancel();
    return response.status;
  } catch (error) {
    return error instanceof Error && error.name === 'TimeoutError' ? undefined : 0;
  }
}

async function announcedPort(child: ChildProcessWithoutNullStreams): Promise<number> {
  const limit = AbortSignal.timeout(LISTEN_LIMIT_MS);
  const lines = createInterface({ input: child.stdout });
  const announced = once(lines, 'line', { signal: limit }).then(([line]) => portOf(String(line)));
  const ended = once(child, 'exit', { signal: limit }).then(([code]) => {
    throw new Error(`The new version exited with code ${code} before it listened`);
  });
  ended.catch(() => undefined);
  announced.catch(() => undefined);
  return await Promise.race([announced, ended]);
}

function portOf(line: string): number {
  const port = Number(/"port":\s*(\d+)/.exec(line)?.[1]);
  if (!Number.isInteger(port)) throw new Error('The new version did not say where it listens');
  return port;
}

async function stop(child: ChildProcessWithoutNullStreams): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
