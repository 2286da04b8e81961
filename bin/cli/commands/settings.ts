import { Argument } from 'commander';
import type { Client } from '../../../lib/contract/client.ts';
import { type ProposedChange, proposedChange } from '../../../lib/contract/preview.ts';
import { type AddCommand, examples } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { fitting, readObject } from '../json-input.ts';
import type { Session } from '../session.ts';
import { valueLines } from '../text/values.ts';
import { type Fields, withoutStamps } from './objects/kind.ts';
import { part } from './objects/kinds.ts';
import { saveSeen, type UpdateOptions } from './objects/saving.ts';

type Stamped = object & { readonly revision: number };
type Seen = { readonly revision: number; readonly reason: string };
type Part = {
  readonly get: (client: Client) => Promise<Stamped>;
  /** What these fields propose; says at once what does not fit. */
  readonly proposal: (fields: Fields) => ProposedChange;
  readonly save: (client: Client, change: ProposedChange, seen: Seen) => Promise<Stamped>;
};

const parts: Readonly<Record<string, Part>> = {
  'rate-limits': {
    get: ({ settings }) => settings.rateLimits(),
    proposal: (rateLimits) => fitting(proposedChange, { rateLimits }),
    save: ({ settings }, change, seen) => settings.setRateLimits({ body: { ...part(change, 'rateLimits'), ...seen } }),
  },
  ui: {
    get: ({ settings }) => settings.ui(),
    proposal: (ui) => fitting(proposedChange, { ui }),
    save: ({ settings }, change, seen) => settings.setUi({ body: { ...part(change, 'ui'), ...seen } }),
  },
  plane: {
    get: ({ settings }) => settings.plane(),
    proposal: (plane) => fitting(proposedChange, { plane }),
    save: ({ settings }, change, seen) => settings.setPlane({ body: { ...part(change, 'plane'), ...seen } }),
  },
  'ci-publishers': {
    get: ({ settings }) => settings.ciPublishers(),
    proposal: (ciPublishers) => fitting(proposedChange, { ciPublishers }),
    save: ({ settings }, change, seen) =>
      settings.setCiPublishers({ body: { ...part(change, 'ciPublishers'), ...seen } }),
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
    .command('show')
    .description('what is set, its revision, and who changed it last')
    .addArgument(which())
    .addHelpText('after', examples(...names.map((name) => `dxcp settings show ${name}`)))
    .action((name: string) =>
      run(async (session) => {
        const found = await partOf(name).get(session.client);
        session.show(found, () => valueLines(found));
        return exitCodes.ok;
      }),
    );
  settings
    .command('set')
    .description('set a part from a JSON file: shows what that changes, and asks')
    .addArgument(which())
    .argument('<file>', 'the whole part, such as show --json writes it (- is standard input)')
    .option('--reason <text>', 'why, for those who read the history; needed to save')
    .option('--preview', 'only say what it would do, and to whom; saves nothing')
    .option('--yes', 'do not ask')
    .addHelpText(
      'after',
      examples(
        ...names.map((name) => `dxcp settings set ${name} set.json --preview`),
        'dxcp settings set rate-limits set.json --reason "As agreed"',
      ),
    )
    .action((name: string, file: string, options: UpdateOptions) =>
      run((session) => set(session, { name, file, ...options })),
    );
};

type Setting = UpdateOptions & { readonly name: string; readonly file: string };

/** The revision of the file makes that nothing set meanwhile is lost; a file without one is shown against what is set now. */
const set = async (session: Session, { name, file, ...options }: Setting): Promise<number> => {
  const { get, proposal, save } = partOf(name);
  const fields = withoutStamps(await readObject(session.terminal, file), 'reason');
  return saveSeen(session, options, {
    title: name,
    get: () => get(session.client),
    proposal: (revision) => proposal(revision === undefined ? fields : { revision, ...fields }),
    save: (change, seen) => save(session.client, change, seen),
  });
};
