import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** A local plane in a process of its own, as `npm start` runs it. */
export type PlaneProcess = {
  readonly pid: number;
  /** Resolves once it takes requests; rejects with its words when it ends before. */
  readonly ready: Promise<void>;
  readonly said: () => string;
  /** Resolves to its exit code when it has ended by itself or was ended. */
  readonly ended: Promise<number | null>;
  /** Ends it as a power cut would. */
  readonly kill: () => Promise<void>;
  /** Ends it in order; resolves to its exit code. */
  readonly stop: () => Promise<number | null>;
};

export type PlaneProcessOptions = {
  readonly data: string;
  readonly port: number;
  readonly speed?: number;
  /** Flags of Node itself. */
  readonly nodeFlags?: readonly string[];
  /** In place of this checkout's. */
  readonly program?: string;
  /** No file may grow beyond so many KiB, as if the disk were full. */
  readonly fileKiB?: number;
};

const PROGRAM = join(import.meta.dirname, '..', '..', 'scripts', 'start.ts');
const READY_LIMIT_MS = 60_000;

export const urlOf = ({ port }: Pick<PlaneProcessOptions, 'port'>): string => `http://127.0.0.1:${port}`;

export function startPlaneProcess(options: PlaneProcessOptions): PlaneProcess {
  const child = spawnPlane(options);
  let words = '';
  const ready = new Promise<void>((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`The plane ${why}:\n${words.trim()}`));
    const limit = setTimeout(() => fail(`did not start within ${READY_LIMIT_MS / 1000} seconds`), READY_LIMIT_MS);
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        words += chunk;
        if (words.includes('DXCP ready')) resolve();
      });
    }
    child.once('exit', (code, signal) => fail(`ended with ${signal ?? code}`));
    child.once('exit', () => clearTimeout(limit));
    limit.unref();
  });
  // Whoever kills it while it starts does not wait for it.
  ready.catch(() => undefined);
  return {
    pid: child.pid ?? 0,
    ready,
    said: () => words,
    ended: once(child, 'exit').then(() => child.exitCode),
    kill: async () => void (await ended(child, 'SIGKILL')),
    stop: () => ended(child, 'SIGTERM'),
  };
}

function spawnPlane({ data, port, speed = 1, nodeFlags = [], program: start = PROGRAM, fileKiB }: PlaneProcessOptions) {
  const flags = ['--no-ui', '--data', data, '--port', String(port), '--speed', String(speed)];
  const node = [process.execPath, ...nodeFlags, start, ...flags];
  const limited = ['bash', '-c', `ulimit -f ${fileKiB}; exec "$@"`, 'bash', ...node];
  const [program = '', ...args] = fileKiB === undefined ? node : limited;
  return spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  }
  return child.exitCode;
}

/** A port that nobody listened on a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('No port is free');
  return address.port;
}
