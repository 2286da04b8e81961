import * as z from 'zod';
import { REPLAYED_MAX } from '../../lib/contract/preview.ts';
import { quantile } from './figures.ts';
import { inOwnProcess } from './own-process.ts';
import type { Section, Table } from './section.ts';

const measured = z.object({
  looked: z.int(),
  capped: z.boolean(),
  refusedCount: z.int(),
  requests: z.int(),
  readUnits: z.number(),
  milliseconds: z.array(z.number()),
  processor: z.array(z.number()),
  heapMegabytes: z.number(),
});
type Measured = z.infer<typeof measured>;

/** Beyond the newest that are looked at, a longer history costs nothing. */
const RATIO_BAR = 1.3;
/** A quarter of what the function has. */
const HEAP_BAR = 256;

type Case = { readonly groups: number; readonly admissions: number; readonly abreast: number; readonly mode?: true };
const cases: readonly Case[] = [
  { groups: 1, admissions: 100, abreast: 1 },
  { groups: 1, admissions: REPLAYED_MAX, abreast: 1 },
  { groups: 1, admissions: 4 * REPLAYED_MAX, abreast: 1 },
  { groups: 1, admissions: REPLAYED_MAX, abreast: 100 },
  { groups: 20, admissions: 2 * REPLAYED_MAX, abreast: 1 },
  { groups: 60, admissions: 2 * REPLAYED_MAX, abreast: 1 },
  { groups: 60, admissions: 2 * REPLAYED_MAX, abreast: 1, mode: true },
];

const measure = (given: Case, rounds: number): Promise<Measured> =>
  inOwnProcess(measured, {
    program: new URL('./preview/measure.ts', import.meta.url),
    input: { ...given, rounds },
    nodeFlags: ['--expose-gc'],
  });

const rowOf = (
  { groups, admissions, abreast, mode }: Case,
  found: Measured,
  full: Measured | undefined,
): Table['rows'][number] => {
  const p50 = quantile(found.milliseconds, 0.5);
  const ratio = full && full !== found ? p50 / quantile(full.milliseconds, 0.5) : undefined;
  return [
    mode ? 'evaluation mode' : groups === 1 ? 'a group' : 'a recipe',
    groups,
    admissions,
    abreast,
    found.looked,
    found.refusedCount,
    p50,
    ratio === undefined ? '' : groups === 1 && abreast === 1 ? { figure: ratio, atMost: RATIO_BAR } : ratio,
    quantile(found.processor, 0.5),
    found.requests,
    found.readUnits,
    { figure: found.heapMegabytes, atMost: HEAP_BAR, unit: 'MB' },
  ];
};

export const preview: Section = {
  name: 'preview',
  title: 'What a preview of guardrails costs',
  measure: async ({ quick, say }) => {
    const rows: Table['rows'][number][] = [];
    let full: Measured | undefined;
    for (const each of quick ? cases.slice(0, 2) : cases) {
      say(`${each.groups} groups, ${each.admissions} admissions, ${each.abreast} at a time`);
      const found = await measure(each, quick ? 3 : 10);
      full ??= each.admissions === REPLAYED_MAX ? found : undefined;
      rows.push(rowOf(each, found, full));
    }
    return {
      method: `The real use-case and store on an embedded table in memory, one preview after the other; all admissions are of the last four weeks, at most the newest ${REPLAYED_MAX} are looked at. Of one group everything is taken away, of several the recipe that all of them have, or the plane is put into evaluation mode, which looks at what each group uses as well. The ratio is to ${REPLAYED_MAX} admissions of one group. Milliseconds, processor and heap are with the table's own work in the same process, garbage included; on Lambda each request adds its way to the table, one after the other.`,
      tables: [
        {
          head: [
            'of',
            'groups',
            'admissions',
            'at a time',
            'looked at',
            'would be refused',
            'p50, ms',
            'ratio',
            'processor, ms',
            'requests',
            'read units',
            'heap beyond before',
          ],
          rows,
        },
      ],
    };
  },
};
