import { setTimeout as wait } from 'node:timers/promises';
import { quantile } from './figures.ts';
import { type FilledPlane, openFilledPlane } from './filled-plane.ts';
import { type CallName, type Calls, openCalls } from './plane-calls.ts';
import type { Section, Table } from './section.ts';

const BAR = 1.3;

const names: readonly CallName[] = [
  'deployments.list',
  'deployments.list of a place',
  'deployments.get',
  'services.running',
  'validate',
  'create',
];

/** Milliseconds, on an earlier implementation: p50 with 100, 1,000 and 10,000 deployments. */
const earlier: Partial<Record<CallName, string>> = {
  'deployments.list': '23, 150, 3105',
  'deployments.list of a place': '14, 88, 1667',
  'deployments.get': '30, 98, 1928',
  'services.running': '22, 38, 1374',
  validate: '15, 15, 24',
  create: '44, 152, 2583',
};

type Grown = { readonly plane: FilledPlane; readonly calls: Calls; readonly taken: Map<CallName, number[]> };

/** What an admission sets off is over by then. */
const AFTER_CREATE_MS = 400;

/** Every plane by turns, each time another first, so that whatever else the machine does hits all alike. */
const sample = async (planes: readonly Grown[], rounds: number): Promise<void> => {
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) {
      for (let turn = 0; turn < planes.length; turn += 1) {
        const grown = planes[(turn + round) % planes.length];
        if (!grown) continue;
        const { milliseconds } = await grown.calls.make(name);
        grown.taken.set(name, [...(grown.taken.get(name) ?? []), milliseconds]);
      }
      if (name === 'create') await wait(AFTER_CREATE_MS);
    }
  }
};

const rowOf = (name: CallName, planes: readonly Grown[]): Table['rows'][number] => {
  const p50s = planes.map(({ taken }) => quantile(taken.get(name) ?? [], 0.5));
  const [smallest = 1] = p50s;
  return [name, ...p50s, { figure: (p50s.at(-1) ?? 0) / smallest, atMost: BAR }, earlier[name] ?? ''];
};

export const growth: Section = {
  name: 'growth',
  title: 'Answers while the plane grows',
  measure: async ({ quick, say }) => {
    const sizes = quick ? [100, 1000, 3000] : [100, 10_000, 100_000];
    const planes: Grown[] = [];
    try {
      for (const size of sizes) {
        say(`a plane with ${size} deployments`);
        const plane = await openFilledPlane(size);
        planes.push({ plane, calls: await openCalls(plane), taken: new Map() });
      }
      say('warming up');
      await sample(planes, quick ? 3 : 15);
      for (const { taken } of planes) taken.clear();
      say('sampling');
      await sample(planes, quick ? 25 : 100);
    } finally {
      for (const { plane, calls } of planes) {
        calls.close();
        await plane.dispose();
      }
    }
    return {
      method:
        'Three whole planes, each in a process of its own, with 50 services in 3 environments, their deployments of 200 days written as the store writes them, half of them of one place, whose list is asked for. Milliseconds of the median answer over a kept connection, of one call at a time, asked of the planes by turns; the ratio is that of the largest to the smallest plane. The last column was measured elsewhere, on another stack: an earlier implementation with 100, 1,000 and 10,000 deployments.',
      tables: [
        {
          head: ['p50, ms', ...sizes.map((size) => `${size} deployments`), 'ratio', 'earlier implementation'],
          rows: names.map((name) => rowOf(name, planes)),
        },
      ],
    };
  },
};
