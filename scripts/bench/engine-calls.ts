import type { Course } from './counted-engine.ts';
import { mostInAMinute } from './figures.ts';
import { numberOf, putUnderWay } from './load.ts';
import { openPlane, type Plane } from './plane.ts';
import type { Options, Section, Table } from './section.ts';

const BAR = 60;
const SIZES = [1, 50, 250, 2000] as const;
/** In ten minutes everything has ended once; of twenty, one fails. */
const LIFE_SECONDS = 600;
const isFailing = (number: number): boolean => number % 20 === 7;

/** With so many in flight that never end, or that end one after the other. */
const run = async (inFlight: number, ends: boolean, minutes: number): Promise<Plane> => {
  const courseOf = (id: string): Course => {
    const number = numberOf(id);
    if (!ends) return { seconds: Number.POSITIVE_INFINITY };
    return { seconds: 60 + (LIFE_SECONDS * (number + 1)) / inFlight, fails: isFailing(number) };
  };
  const plane = await openPlane(courseOf);
  for (let number = 0; number < inFlight; number += 1) await putUnderWay(plane, number);
  plane.schedule();
  await plane.time.pass(60_000);
  plane.calls.length = 0;
  await plane.time.pass(minutes * 60_000);
  await plane.close();
  return plane;
};

const rowOf = async (inFlight: number, { quick, say }: Options) => {
  const minutes = quick ? 2 : 5;
  say(`${inFlight} in flight, nothing ends`);
  const steady = (await run(inFlight, false, minutes)).calls;
  say(`${inFlight} in flight, all end within ten minutes`);
  const ending = (await run(inFlight, true, minutes)).calls;
  const looking = ending.filter(({ kind }) => kind === 'look' || kind === 'reasons');
  const reasons = ending.filter(({ kind }) => kind === 'reasons').length / minutes;
  return [
    inFlight,
    steady.length / minutes,
    { figure: mostInAMinute(steady.map(({ at }) => at)), atMost: BAR },
    looking.length / minutes,
    reasons,
    { figure: mostInAMinute(looking.map(({ at }) => at)), atMost: BAR },
    (ending.length - looking.length) / minutes,
  ];
};

export const engineCalls: Section = {
  name: 'engine-calls',
  title: 'Engine calls while deployments are in flight',
  measure: async (options) => {
    const rows: Table['rows'][number][] = [];
    for (const size of options.quick ? SIZES.slice(0, 3) : SIZES) rows.push(await rowOf(size, options));
    return {
      method:
        'The schedule runs every minute and looks after what is in flight; each HTTP request of the real adapter is counted. First nothing ends; then everything ends within ten minutes, evenly, one of twenty by a failure whose reasons are read. A request that starts a deployment or searches for second executions of it belongs to that deployment, not to looking, and is not part of the bar.',
      tables: [
        {
          head: [
            'in flight',
            'calls a minute, nothing ends',
            'fullest minute',
            'calls a minute, all end in ten',
            'of them for reasons',
            'fullest minute',
            'calls of other kinds a minute',
          ],
          rows,
        },
      ],
    };
  },
};
