import * as z from 'zod';
import { type Crowd, crowd } from './contention/crowds.ts';
import { quantile } from './figures.ts';
import { inOwnProcess } from './own-process.ts';
import type { Section, Table } from './section.ts';

const answersOf = ({ answers }: Crowd): string =>
  Object.entries(answers)
    .map(([code, count]) => `${count} × ${code}`)
    .join(', ');

const rowOf = (one: Crowd): Table['rows'][number] => [
  one.weather,
  one.limit,
  one.admitted,
  { figure: Math.abs(one.admitted - one.limit), atMost: 0 },
  answersOf(one),
  { figure: one.faults, atMost: 0 },
  quantile(one.milliseconds, 0.5),
  quantile(one.milliseconds, 0.99),
  one.requests / Math.max(1, one.admitted),
];

export const contention: Section = {
  name: 'contention',
  title: 'Sixty-four callers at once',
  measure: async ({ say }) => {
    say('crowds in every weather');
    const crowds = await inOwnProcess(z.array(crowd), {
      program: new URL('./contention/measure.ts', import.meta.url),
      input: { limits: [1, 8] },
    });
    return {
      method:
        'Sixty-four services of one delivery group are deployed at the same moment: the real use-case and store on an embedded table in memory, all in one process, with the conflicts, throttling and lost answers that AWS may have thrown in (by a seed), and waits that take as long as they say. A caller whose change could not be written in eight seconds is told CONTENTION, a 409, and nothing was written. Requests are counted with those that were repeated, over all callers, for each admission.',
      tables: [
        {
          head: [
            'with',
            'limit',
            'admitted',
            'off the limit',
            'the others were told',
            'answers of 5xx',
            'p50, ms',
            'p99, ms',
            'requests for an admission',
          ],
          rows: crowds.map(rowOf),
        },
      ],
    };
  },
};
