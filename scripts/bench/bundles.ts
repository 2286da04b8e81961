import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { buildUi } from '../../lib/local/site/ui-build.ts';
import { readBudgets } from '../../ui/budget.ts';
import { bundleOf } from '../build/doors.ts';
import { buildFunctions } from '../build/functions.ts';
import type { BundleSize } from '../build/sizes.ts';
import { quantile } from './figures.ts';
import { inOwnProcess } from './own-process.ts';
import type { Options, Section, Table } from './section.ts';

const root = join(import.meta.dirname, '../..');
const KB = 1024;
const IMPORTS = 15;

const importOnce = (door: string): Promise<number> =>
  inOwnProcess(z.number(), {
    program: new URL('./bundles/import.ts', import.meta.url),
    input: pathToFileURL(bundleOf(root, door)).href,
  });

/** Every bundle by turns, so that whatever else the machine does hits all alike. */
const importAll = async (doors: readonly string[], times: number): Promise<ReadonlyMap<string, number>> => {
  const taken = new Map<string, number[]>(doors.map((door) => [door, []]));
  for (let turn = 0; turn < times; turn += 1) {
    for (const door of doors) taken.get(door)?.push(await importOnce(door));
  }
  return new Map([...taken].map(([door, milliseconds]) => [door, quantile(milliseconds, 0.5)]));
};

const functionTable = async (sizes: readonly BundleSize[], { quick }: Options): Promise<Table> => {
  const imported = await importAll(
    sizes.slice(0, quick ? 3 : sizes.length).map(({ door }) => door),
    quick ? 3 : IMPORTS,
  );
  return {
    head: ['function', 'clients', 'KB minified', 'cold import, ms'],
    rows: sizes.map(({ door, clients, bytes, cap }) => [
      door,
      clients.join(', '),
      { figure: bytes / KB, atMost: cap / KB },
      imported.get(door) ?? '',
    ]),
  };
};

const uiTable = (): Table => ({
  head: ['of the web UI, compressed', 'KB'],
  rows: readBudgets().map(({ name, limit, files }) => [
    name,
    { figure: files.reduce((sum, { size }) => sum + size, 0) / KB, atMost: limit / KB },
  ]),
});

export const bundles: Section = {
  name: 'bundles',
  title: 'What is loaded',
  measure: async (options) => {
    options.say('the functions, bundled anew');
    const sizes = await buildFunctions(root);
    options.say(`each imported in ${options.quick ? 3 : IMPORTS} fresh processes`);
    const functions = await functionTable(sizes, options);
    options.say('the web UI');
    const ui = await buildUi(root, options.say);
    if (ui.kind === 'failed') throw new Error(`The web UI cannot be built: ${ui.detail}`);
    return {
      method: `Each function's bundle as it is deployed, the largest first, held to the cap of its kind: less for those that know no AWS client but the table's. A cold import is the time that a fresh process takes from nothing to the loaded bundle, the median of ${IMPORTS} on this machine, Node's own start left out; the aim is 150 ms.`,
      tables: [functions, uiTable()],
    };
  },
};
