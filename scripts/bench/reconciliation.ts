import { putUnderWay } from './load.ts';
import { openPlane } from './plane.ts';
import type { Section, Table } from './section.ts';

/** On demand, us-east-1, Standard table class. */
const PRICES = { date: '2026-11', readPerMillion: 0.125, writePerMillion: 0.625 } as const;
const MINUTES_A_MONTH = 43_200;

/** What a minute of looking after so many costs, while there is no news of any. */
const run = async (inFlight: number, minutes: number) => {
  const plane = await openPlane(() => ({ seconds: Number.POSITIVE_INFINITY }));
  for (let number = 0; number < inFlight; number += 1) await putUnderWay(plane, number);
  plane.schedule();
  await plane.time.pass(120_000);
  plane.used.length = 0;
  await plane.time.pass(minutes * 60_000);
  await plane.close();
  const sum = (of: (one: (typeof plane.used)[number]) => number) =>
    plane.used.reduce((total, one) => total + of(one), 0) / minutes;
  return {
    requests: plane.used.length / minutes,
    reads: sum((one) => one.readUnits),
    writes: sum((one) => one.writeUnits),
  };
};

export const reconciliation: Section = {
  name: 'reconciliation',
  title: 'What looking after deployments costs the table',
  measure: async ({ quick, say }) => {
    const rows: Table['rows'][number][] = [];
    for (const inFlight of quick ? [0, 50] : [0, 1, 50, 250, 2000]) {
      say(`${inFlight} in flight`);
      const { requests, reads, writes } = await run(inFlight, quick ? 2 : 5);
      const dollars = ((reads * PRICES.readPerMillion + writes * PRICES.writePerMillion) * MINUTES_A_MONTH) / 1_000_000;
      rows.push([inFlight, requests, reads, writes, `$ ${dollars.toFixed(2)}`]);
    }
    return {
      method: `Requests and capacity units a minute while there is no news, as the embedded table counts them by the formula of AWS; a month of that at the prices of ${PRICES.date}. A look without news writes nothing into records.`,
      tables: [{ head: ['in flight', 'requests', 'read units', 'write units', 'a month of it'], rows }],
    };
  },
};
