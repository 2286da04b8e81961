import { admit, idOf } from './load.ts';
import { openPlane } from './plane.ts';
import type { Section, Table } from './section.ts';

const BAR = 120;
const MINUTES = 10;

type Circumstances = { readonly schedule: boolean; readonly asked: boolean };

/** The steps that the machine of one ten-minute deployment takes, from its start to its end. */
export const followed = async ({ schedule, asked }: Circumstances) => {
  const plane = await openPlane(() => ({ seconds: MINUTES * 60 }));
  // A deployment begins somewhere between two passes of the schedule.
  if (schedule) plane.schedule();
  await plane.time.pass(20_000);
  const id = await admit(plane, 1);
  plane.runMachine(id);
  if (asked) plane.ask(id);
  await plane.time.pass((MINUTES + 4) * 60_000);
  const [record] = await plane.world.store.readDeployments([idOf(1)]);
  await plane.close();
  if (record?.state !== 'SUCCEEDED') throw new Error(`The deployment is ${record?.state}`);
  return { transitions: plane.transitions(), looks: plane.calls.filter(({ kind }) => kind === 'look').length };
};

const cases: readonly (readonly [string, Circumstances])[] = [
  ['as it is meant to be', { schedule: true, asked: true }],
  ['nobody is asked to watch at its beginning', { schedule: true, asked: false }],
  ['the schedule is dead', { schedule: false, asked: true }],
  ['the machine is all there is', { schedule: false, asked: false }],
];

export const transitions: Section = {
  name: 'transitions',
  title: `Step Functions transitions of a ${MINUTES}-minute deployment`,
  measure: async ({ say }) => {
    const rows: Table['rows'][number][] = [];
    for (const [what, circumstances] of cases) {
      say(what);
      const { transitions: count, looks } = await followed(circumstances);
      rows.push([what, { figure: count, atMost: BAR }, looks]);
    }
    return {
      method:
        'The machine definition that is deployed, run by the interpreter of the local plane with the real functions behind it; each state that is entered counts.',
      tables: [{ head: ['', 'transitions', 'looks at the engine'], rows }],
    };
  },
};
