import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { PlaneProblem } from './problem.ts';

const MARKER = '.dxcp-plane';
const RUNNING = 'running.json';
/** What test lanes fetch and keep in `.dxcp`: no plane's data, and none of its business. */
const BESIDE: readonly string[] = ['spinnaker', 'dynamodb-local'];
const MARKER_TEXT = 'Data of a DXCP local plane. `npm start -- --fresh` deletes everything in this directory.\n';

const running = z.object({ pid: z.number(), url: z.string() });

export type PlaneDirectory = {
  readonly path: string;
  /** A path inside; directories in between are made. */
  readonly at: (...parts: string[]) => string;
  readonly release: () => void;
};

/**
 * Takes a data directory for one plane. Throws PlaneProblem when another plane runs on it, or when it holds things that
 * are not a plane's: neither is ever touched, not even by `fresh`.
 */
export async function takeDirectory(options: {
  readonly path: string;
  readonly url: string;
  readonly fresh: boolean;
}): Promise<PlaneDirectory> {
  const { path, url, fresh } = options;
  await refuseSecondPlane(path);
  refuseForeign(path);
  if (fresh) for (const name of contentOf(path)) rmSync(join(path, name), { recursive: true });
  moveIn(path, url);
  return {
    path,
    at: (...parts) => {
      const whole = join(path, ...parts);
      mkdirSync(join(whole, '..'), { recursive: true });
      return whole;
    },
    release: () => rmSync(join(path, RUNNING), { force: true }),
  };
}

function moveIn(path: string, url: string): void {
  try {
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, MARKER), MARKER_TEXT);
    writeFileSync(join(path, RUNNING), JSON.stringify({ pid: process.pid, url }));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new PlaneProblem(
      `Nothing can be written to ${path}: ${why}`,
      'Give a directory of your own with --data DIR.',
    );
  }
}

const contentOf = (path: string): string[] =>
  existsSync(path) ? readdirSync(path).filter((name) => !BESIDE.includes(name)) : [];

function refuseForeign(path: string): void {
  const content = contentOf(path);
  if (content.length === 0 || content.includes(MARKER)) return;
  throw new PlaneProblem(
    `${path} holds things that are not a local plane's.`,
    'Give an empty or new directory with --data DIR.',
  );
}

async function refuseSecondPlane(path: string): Promise<void> {
  const other = readRunning(join(path, RUNNING));
  if (!other || other.pid === process.pid || !isAlive(other.pid)) return;
  // The process id may belong to somebody else by now. A plane answers, or takes the question while it still starts.
  const answers = await fetch(`${other.url}/v1/health`, { signal: AbortSignal.timeout(1500) }).then(
    (response) => response.ok,
    (error: unknown) => error instanceof Error && error.name === 'TimeoutError',
  );
  if (!answers) return;
  throw new PlaneProblem(
    `A plane already runs on ${path}: ${other.url} (process ${other.pid}).`,
    'Open it, stop it with Ctrl-C in its terminal, or start a second one beside it, with data and a port of its own:\n  npm start -- --port N --data DIR',
  );
}

function readRunning(file: string): z.infer<typeof running> | undefined {
  try {
    return running.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
