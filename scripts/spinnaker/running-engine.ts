import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A real engine with its Redis, on free loopback ports and with a state of its own. */
export type RunningEngine = {
  readonly url: string;
  /** What another process needs in its environment to call `killEngine` and `resumeEngine`. */
  readonly environment: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
};

/** Starts what `start.sh` starts; `variables` is what definitions refer to as `@NAME@`. Throws with the script's words. */
export async function startEngine(variables: Readonly<Record<string, string>>): Promise<RunningEngine> {
  const state = mkdtempSync(join(tmpdir(), 'dxcp-spinnaker-'));
  const [orca, redis] = [await freePort(), await freePort()];
  const environment = {
    ...variables,
    SPINNAKER_STATE: state,
    ORCA_PORT: String(orca),
    SPINNAKER_REDIS_PORT: String(redis),
  };
  const env = { ...process.env, ...environment };
  const stop = async (): Promise<void> => {
    await run('stop.sh', env);
    rmSync(state, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  const started = await run('start.sh', env);
  if (started.status === 0) return { url: `http://127.0.0.1:${orca}`, environment, stop };
  await stop();
  throw new Error(started.words);
}

/** Ends the engine of this environment without a chance to tidy up; its Redis stays. */
export function killEngine(): void {
  process.kill(Number(readFileSync(join(process.env.SPINNAKER_STATE ?? '', 'orca.pid'), 'utf8')), 'SIGKILL');
}

/** Starts it again, with what it had in Redis. */
export async function resumeEngine(): Promise<void> {
  const { status, words } = await run('start.sh', process.env);
  if (status !== 0) throw new Error(words);
}

/** A port that nobody listened on a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('no port is free');
  return address.port;
}

/** The script's end and its words. What it leaves running keeps its pipes, so its end is `exit`, not `close`. */
async function run(script: string, env: NodeJS.ProcessEnv): Promise<{ status: unknown; words: string }> {
  const child = spawn(join(import.meta.dirname, script), { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const words: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => words.push(String(chunk)));
  const [status]: unknown[] = await once(child, 'exit');
  for (const stream of [child.stdout, child.stderr]) stream.destroy();
  return { status, words: words.join('').trim() };
}
