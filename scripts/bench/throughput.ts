import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { quantile } from './figures.ts';
import { type FilledPlane, openFilledPlane } from './filled-plane.ts';
import { type CallName, type Calls, openCalls } from './plane-calls.ts';
import { residentMegabytes } from './resident.ts';
import type { Options, Section, Table } from './section.ts';
import { profiled, type Spent, shares } from './throughput/profile.ts';

const DEPLOYMENTS = 1000;
const CONCURRENCY = 16;

type Load = { readonly name: CallName; readonly title: string; readonly atMost?: number; readonly earlier: string };

/** Admissions are limited in number: each needs a place of its own. */
const loads: readonly Load[] = [
  { name: 'health', title: 'health.get', earlier: '402' },
  { name: 'whoami', title: 'identity.whoami', earlier: '292' },
  { name: 'services.list', title: 'services.list', earlier: '274' },
  { name: 'deployments.list', title: 'deployments.list', earlier: '7' },
  { name: 'deployments.get', title: 'deployments.get', earlier: '' },
  { name: 'validate', title: 'deployments.validate', earlier: '76 (of 8 at a time)' },
  { name: 'create', title: 'deployments.create', atMost: 250, earlier: '' },
];

type Ran = { readonly milliseconds: readonly number[]; readonly seconds: number };

/** So many at a time for so long. */
const run = async (calls: Calls, { name, atMost = Number.POSITIVE_INFINITY }: Load, seconds: number): Promise<Ran> => {
  const milliseconds: number[] = [];
  const began = performance.now();
  const until = began + seconds * 1000;
  let sent = 0;
  const worker = async () => {
    while (performance.now() < until && sent < atMost) {
      sent += 1;
      milliseconds.push((await calls.make(name)).milliseconds);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return { milliseconds, seconds: (performance.now() - began) / 1000 };
};

const rowOf = ({ title, earlier }: Load, { milliseconds, seconds }: Ran, spent: Spent): Table['rows'][number] => [
  title,
  milliseconds.length / seconds,
  quantile(milliseconds, 0.5),
  quantile(milliseconds, 0.99),
  ...shares.map((share) => spent[share] / milliseconds.length),
  earlier,
];

const PAUSE_MS = 1500;

const measure = async (plane: FilledPlane, file: string, { quick, say }: Options) => {
  const calls = await openCalls(plane, CONCURRENCY);
  const rows: Table['rows'][number][] = [];
  try {
    for (const load of loads) {
      say(load.title);
      await run(calls, { ...load, atMost: 100 }, quick ? 1 : 4);
      await wait(PAUSE_MS);
      let ran: Ran = { milliseconds: [], seconds: 1 };
      const spent = await profiled(plane.process.pid, file, async () => {
        ran = await run(calls, load, quick ? 2 : 8);
      });
      rows.push(rowOf(load, ran, spent));
      await wait(PAUSE_MS);
    }
  } finally {
    calls.close();
  }
  return { rows, megabytes: residentMegabytes(plane.process.pid) };
};

export const throughput: Section = {
  name: 'throughput',
  title: 'Requests a second of a local plane',
  measure: async (options) => {
    const directory = mkdtempSync(join(tmpdir(), 'dxcp-profile-'));
    const file = join(directory, 'plane.cpuprofile');
    const profiler = new URL('./throughput/profiler.ts', import.meta.url);
    profiler.searchParams.set('file', file);
    options.say(`a plane with ${DEPLOYMENTS} deployments`);
    const plane = await openFilledPlane(DEPLOYMENTS, [`--import=${profiler.href}`]);
    try {
      const { rows, megabytes } = await measure(plane, file, options);
      return {
        method: `A whole plane in one process, its functions and the embedded AWS among it, with ${DEPLOYMENTS} deployments; ${CONCURRENCY} requests at a time over kept connections, from another process of the same machine. The processor's time a request is told by a profile of the plane's process, each sample by the nearest frame of its stack that belongs to somebody: handler with the SDK's clients, gateway with authorizer, embedded AWS with its signatures and grants; the rest, garbage collection among it, is the runtime's. In AWS the handler is what remains. What an admission sets off runs meanwhile and is part of its row. The last column was measured elsewhere, on another stack: an earlier implementation on two cores.`,
        tables: [
          {
            head: ['', 'a second', 'p50, ms', 'p99, ms', ...shares.map((share) => `${share}, ms`), 'earlier, a second'],
            rows,
          },
          { head: ['memory of the process afterwards, MB'], rows: [[megabytes]] },
        ],
      };
    } finally {
      await plane.dispose();
      rmSync(directory, { recursive: true, force: true });
    }
  },
};
