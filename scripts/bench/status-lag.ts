import { eventTimesOf } from './engine-events.ts';
import { quantile } from './figures.ts';
import { admit, idOf, numberOf, putUnderWay } from './load.ts';
import { openPlane, type Plane } from './plane.ts';
import type { Options, Section, Table } from './section.ts';

/** From the engine's sender to the function that hears it, in milliseconds. */
const DELIVERY_MS = 150;

/** Ends must not fall into step with the looks. */
const irregular = (number: number): number => ((number * 7919) % 6011) / 1000;

/** Deployments one at a time, each with its machine: what a team sees that deploys now and then. */
const oneByOne = async (count: number, push: boolean): Promise<readonly number[]> => {
  const plane = await openPlane((id) => ({ seconds: 20 + ((numberOf(id) * 37) % 70) + irregular(numberOf(id)) }));
  plane.schedule();
  const ids: string[] = [];
  for (let number = 0; number < count; number += 1) {
    const id = await admit(plane, number);
    ids.push(id);
    plane.runMachine(id);
    plane.ask(id);
    await plane.time.pass(3000);
    if (push) sendEvents(plane);
    await plane.time.pass((110 + ((number * 13) % 31)) * 1000);
  }
  const lags = await lagsOf(plane, ids);
  await plane.close();
  return lags;
};

/** Many at a time, which end one after the other. */
const together = async (inFlight: number, push: boolean, minutes: number): Promise<readonly number[]> => {
  const courseOf = (number: number) => ({ seconds: 60 + (600 * (number + 1)) / inFlight + irregular(number) });
  const plane = await openPlane((id) => courseOf(numberOf(id)));
  for (let number = 0; number < inFlight; number += 1) await putUnderWay(plane, number);
  plane.schedule();
  if (push) sendEvents(plane);
  await plane.time.pass(minutes * 60_000);
  const lags = await lagsOf(
    plane,
    Array.from({ length: inFlight }, (_, number) => idOf(number)),
  );
  await plane.close();
  return lags;
};

/** Every event of what runs now, heard shortly after it happens. */
const sendEvents = (plane: Plane): void => {
  for (const execution of plane.executions.all()) {
    const id = String(execution.trigger.eventId).slice('dxcp-'.length);
    for (const at of eventTimesOf(execution, plane.time.ms())) {
      plane.time.at(at + DELIVERY_MS, async () => plane.ask(id, execution.id));
    }
  }
};

/** Seconds from the end in the engine to the end on record, of all that have ended in both. */
const lagsOf = async ({ world: { store } }: Plane, ids: readonly string[]): Promise<readonly number[]> => {
  const records = await store.readDeployments(ids);
  const ends = await Promise.all(records.map(({ id }) => store.readTimeline(id)));
  return records.flatMap(({ finishedAt }, index) => {
    const end = ends[index]?.find(({ type }) => type === 'ENGINE_FINISHED');
    return finishedAt === undefined || !end ? [] : [(Date.parse(finishedAt) - Date.parse(end.at)) / 1000];
  });
};

const rowOf = (what: string, lags: readonly number[], bars: { readonly p50?: number; readonly max?: number }) => {
  const held = (figure: number, atMost: number | undefined) =>
    atMost === undefined ? figure : { figure, atMost, unit: 's' };
  return [
    what,
    lags.length,
    held(quantile(lags, 0.5), bars.p50),
    quantile(lags, 0.95),
    held(quantile(lags, 1), bars.max),
  ];
};

const FEW = { max: 5 };
/** One interval between two looks at everything. */
const intervalOf = (inFlight: number) => ({ max: Math.max(5, inFlight / 50 / 0.85 + 5) });

export const statusLag: Section = {
  name: 'status-lag',
  title: 'Status lag',
  measure: async ({ quick, say }: Options) => {
    const count = quick ? 5 : 30;
    const sizes = quick ? [50] : [50, 250, 2000];
    const rows: Table['rows'][number][] = [];
    say('one at a time');
    rows.push(rowOf('one at a time, without events', await oneByOne(count, false), FEW));
    rows.push(rowOf('one at a time, with events', await oneByOne(count, true), { p50: 1, max: 5 }));
    for (const size of sizes) {
      say(`${size} in flight`);
      const minutes = quick ? 3 : 6;
      rows.push(rowOf(`${size} in flight, without events`, await together(size, false, minutes), intervalOf(size)));
      rows.push(rowOf(`${size} in flight, with events`, await together(size, true, minutes), { p50: 1 }));
    }
    return {
      method: `Seconds from the end of the work in the engine to the end on record. The engine takes 100 ms for an answer, an event ${DELIVERY_MS} ms to whoever hears it; the database takes no time. Nobody reads meanwhile. With events, the engine sends those of every stage, too. With hundreds in flight an end waits for its turn among the sixty calls a minute; what is heard of meanwhile shares a look.`,
      tables: [{ head: ['', 'ends', 'p50', 'p95', 'longest'], rows }],
    };
  },
};
