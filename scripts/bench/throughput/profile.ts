import { readFileSync, rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { PROFILE_SIGNAL } from './signal.ts';

/** Whose the processor's time in a plane's process is. */

export const shares = ['handler', 'gateway and authorizer', 'embedded AWS', 'runtime'] as const;
export type Share = (typeof shares)[number];
/** Milliseconds. */
export type Spent = Readonly<Record<Share, number>>;

/** The first that matches a file says whose it is; what is of several rooms, as `node:http`, belongs to its caller. */
const owners: readonly (readonly [RegExp, Share])[] = [
  [
    /\/lib\/local\/(aws|iam|clock)\/|\/node_modules\/(dynalite|abstract-level|classic-level|memory-level)\//,
    'embedded AWS',
  ],
  [/\/lib\/local\/|\/functions\/auth\/|\/lib\/http\/auth\/|\/node_modules\/aws-jwt-verify\//, 'gateway and authorizer'],
  [/\/functions\/|\/lib\/(http|usecases|domain|contract|adapters)\//, 'handler'],
  [/\/node_modules\/(@aws-sdk|@smithy|@aws-crypto|@middy|zod)\//, 'handler'],
];

const profile = z.object({
  nodes: z.array(
    z.object({
      id: z.number(),
      callFrame: z.object({ functionName: z.string(), url: z.string() }),
      children: z.array(z.number()).optional(),
    }),
  ),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
});
type Profile = z.infer<typeof profile>;

/** By the nearest frame that says it; nobody's is the runtime's, and idle time is nobody's at all. */
const sharesOf = ({ nodes }: Profile): ReadonlyMap<number, Share | undefined> => {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const found = new Map<number, Share | undefined>();
  const visit = (id: number, inherited: Share): void => {
    const node = byId.get(id);
    if (!node) return;
    const { functionName, url } = node.callFrame;
    const own = owners.find(([pattern]) => pattern.test(url))?.[1] ?? inherited;
    found.set(id, functionName === '(idle)' ? undefined : own);
    for (const child of node.children ?? []) visit(child, own);
  };
  const root = nodes[0];
  if (root) visit(root.id, 'runtime');
  return found;
};

export const spentIn = (read: unknown): Spent => {
  const parsed = profile.parse(read);
  const found = sharesOf(parsed);
  const spent = { handler: 0, 'gateway and authorizer': 0, 'embedded AWS': 0, runtime: 0 };
  parsed.samples.forEach((id, index) => {
    const share = found.get(id);
    if (share) spent[share] += (parsed.timeDeltas[index] ?? 0) / 1000;
  });
  return spent;
};

const PATIENCE_MS = 30_000;

const written = async (file: string): Promise<unknown> => {
  for (const began = performance.now(); performance.now() - began < PATIENCE_MS; ) {
    await wait(100);
    try {
      return JSON.parse(readFileSync(file, 'utf8'));
    } catch {
      // Not there yet, or not all of it.
    }
  }
  throw new Error('The plane wrote no profile');
};

/** What the process spends while the work is done; the process has loaded the profiler with this file. */
export const profiled = async (pid: number, file: string, work: () => Promise<void>): Promise<Spent> => {
  rmSync(file, { force: true });
  process.kill(pid, PROFILE_SIGNAL);
  await wait(200);
  await work();
  process.kill(pid, PROFILE_SIGNAL);
  return spentIn(await written(file));
};
