import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { buildUi } from '../../lib/local/site/ui-build.ts';
import { freePort } from '../../test/crash/plane-process.ts';
import { quantile } from './figures.ts';
import { processorSeconds, residentMegabytes } from './resident.ts';
import type { Options, Section, Table } from './section.ts';
import { type Started, startPlane } from './start-up/started.ts';

const root = join(import.meta.dirname, '../..');
const START_BAR = 5;
const SYNTH_BAR = 30;
const IDLE_SECONDS = 20;

type Way = { readonly title: string; readonly flags: readonly string[] };
const ways: readonly Way[] = [
  { title: 'with --fresh', flags: ['--fresh'] },
  { title: 'on the data of the last time', flags: [] },
];

const rowOf = async ({ title, flags }: Way, data: string, times: number): Promise<Table['rows'][number]> => {
  const starts: Started[] = [];
  for (let time = 0; time < times; time += 1) {
    const started = await startPlane(await freePort(), data, flags);
    starts.push(started);
    await started.stop();
  }
  const median = (of: (one: Started) => number) => quantile(starts.map(of), 0.5);
  return [
    title,
    median(({ health }) => health),
    { figure: median(({ page }) => page), atMost: START_BAR, unit: 's' },
    Math.max(...starts.map(({ page }) => page)),
  ];
};

/** Memory and the processor's time of a plane that nobody asks anything. */
const idleTable = async (data: string, { quick, say }: Options): Promise<Table> => {
  const { pid, stop } = await startPlane(await freePort(), data, []);
  try {
    await wait(5000);
    const seconds = quick ? 5 : IDLE_SECONDS;
    say(`idle for ${seconds} s`);
    const before = processorSeconds(pid);
    await wait(seconds * 1000);
    const share = ((processorSeconds(pid) - before) / seconds) * 100;
    return {
      head: ['a plane that nobody asks', ''],
      rows: [
        ['memory, MB', residentMegabytes(pid)],
        ['of one core, %', share],
      ],
    };
  } finally {
    await stop();
  }
};

const synthTable = (): Table => {
  const began = performance.now();
  const { status } = spawnSync(process.execPath, ['scripts/synth.ts'], { cwd: root, stdio: 'ignore' });
  if (status !== 0) throw new Error('The stacks cannot be synthesized');
  const figure = (performance.now() - began) / 1000;
  return { head: ['templates of all stacks'], rows: [[{ figure, atMost: SYNTH_BAR, unit: 's' }]] };
};

export const startUp: Section = {
  name: 'start-up',
  title: 'How long it takes to begin',
  measure: async (options) => {
    const { quick, say } = options;
    const data = mkdtempSync(join(tmpdir(), 'dxcp-start-'));
    try {
      say('the web UI, if it is not built');
      await buildUi(root, say);
      const rows: Table['rows'][number][] = [];
      for (const way of ways) {
        say(way.title);
        rows.push(await rowOf(way, data, quick ? 1 : 5));
      }
      const idle = await idleTable(data, options);
      say('synthesizing');
      return {
        method:
          'Seconds from the start of the process, with the packages installed and the web UI built, to the first answer of the API, and to the page with all scripts and styles that it names; the median, and the slowest. Synthesis includes what of functions and site was stale.',
        tables: [{ head: ['npm start', 'API answers, s', 'page is there', 'slowest, s'], rows }, idle, synthTable()],
      };
    } finally {
      rmSync(data, { recursive: true, force: true });
    }
  },
};
