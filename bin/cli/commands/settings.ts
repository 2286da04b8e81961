import { Argument } from 'commander';
import type { Client } from '../../../lib/contract/client.ts';
import {
  ciPublishersUpdate,
  planeSettingsUpdate,
  rateLimitsUpdate,
  uiSettingsUpdate,
} from '../../../lib/contract/settings.ts';
import { type AddCommand, examples } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { fitting, readObject } from '../json-input.ts';
import { valueLines } from '../text/values.ts';

type Stamped = object & { readonly revision: number };
type Part = {
  readonly get: (client: Client) => Promise<Stamped>;
  readonly set: (client: Client, body: unknown) => Promise<Stamped>;
};

const parts: Readonly<Record<string, Part>> = {
  'rate-limits': {
    get: ({ settings }) => settings.rateLimits(),
    set: ({ settings }, body) => settings.setRateLimits({ body: fitting(rateLimitsUpdate, body) }),
  },
  ui: {
    get: ({ settings }) => settings.ui(),
    set: ({ settings }, body) => settings.setUi({ body: fitting(uiSettingsUpdate, body) }),
  },
  plane: {
    get: ({ settings }) => settings.plane(),
    set: ({ settings }, body) => settings.setPlane({ body: fitting(planeSettingsUpdate, body) }),
  },
  'ci-publishers': {
    get: ({ settings }) => settings.ciPublishers(),
    set: ({ settings }, body) => settings.setCiPublishers({ body: fitting(ciPublishersUpdate, body) }),
  },
};
const names = Object.keys(parts);

const partOf = (name: string): Part => {
  const part = parts[name];
  if (!part) throw new Error(`There is no part ${name} of the settings`);
  return part;
};

const which = () => new Argument('<part>', 'of the settings').choices(names);

export const addSettings: AddCommand = (program, run) => {
  const settings = program.command('settings').description('settings of the plane; for admins');
  settings
    .command('get')
    .description('what is set, its revision, and who changed it last')
    .addArgument(which())
    .addHelpText('after', examples(...names.map((name) => `dxcp settings get ${name}`)))
    .action((name: string) =>
      run(async (session) => {
        const found = await partOf(name).get(session.client);
        session.show(found, () => valueLines(found));
        return exitCodes.ok;
      }),
    );
  settings
    .command('set')
    .description('set a part from a JSON file')
    .addArgument(which())
    .argument('<file>', 'the part, such as get --json shows it (- is standard input)')
    .requiredOption('--reason <text>', 'why, for those who read the history')
    .addHelpText('after', examples(...names.map((name) => `dxcp settings set ${name} set.json --reason "As agreed"`)))
    .action((name: string, file: string, { reason }: { reason: string }) =>
      run(async (session) => {
        const {
          updatedAt: _at,
          updatedBy: _by,
          lastChangeReason: _why,
          ...fields
        } = await readObject(session.terminal, file);
        const revision = fields.revision ?? (await partOf(name).get(session.client)).revision;
        const saved = await partOf(name).set(session.client, { ...fields, revision, reason });
        session.show(saved, () => `${session.paint('good', '✓')} Saved ${name}, revision ${saved.revision}`);
        return exitCodes.ok;
      }),
    );
};
