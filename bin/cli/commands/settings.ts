import { Argument } from 'commander';
import type { Client } from '../../../lib/contract/client.ts';
import {
  ciPublishersUpdate,
  planeSettingsUpdate,
  rateLimitsUpdate,
  uiSettingsUpdate,
} from '../../../lib/contract/settings.ts';
import { type AddCommand, examples } from '../command.ts';
import { onceConfirmed } from '../confirm.ts';
import { exitCodes } from '../exit-codes.ts';
import { fitting, readObject } from '../json-input.ts';
import type { Session } from '../session.ts';
import { changedLines, valueLines } from '../text/values.ts';

type Stamped = object & { readonly revision: number };
type Part = {
  readonly get: (client: Client) => Promise<Stamped>;
  /** Says at once what does not fit; the answer saves what does. */
  readonly saving: (client: Client, body: unknown) => () => Promise<Stamped>;
};

const parts: Readonly<Record<string, Part>> = {
  'rate-limits': {
    get: ({ settings }) => settings.rateLimits(),
    saving: ({ settings }, value) => {
      const body = fitting(rateLimitsUpdate, value);
      return () => settings.setRateLimits({ body });
    },
  },
  ui: {
    get: ({ settings }) => settings.ui(),
    saving: ({ settings }, value) => {
      const body = fitting(uiSettingsUpdate, value);
      return () => settings.setUi({ body });
    },
  },
  plane: {
    get: ({ settings }) => settings.plane(),
    saving: ({ settings }, value) => {
      const body = fitting(planeSettingsUpdate, value);
      return () => settings.setPlane({ body });
    },
  },
  'ci-publishers': {
    get: ({ settings }) => settings.ciPublishers(),
    saving: ({ settings }, value) => {
      const body = fitting(ciPublishersUpdate, value);
      return () => settings.setCiPublishers({ body });
    },
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
    .requiredOption('--reason <text>', 'why, for those who read the history')
    .option('--yes', 'do not ask')
    .addHelpText('after', examples(...names.map((name) => `dxcp settings set ${name} set.json --reason "As agreed"`)))
    .action((name: string, file: string, options: Options) =>
      run((session) => set(session, { name, file, ...options })),
    );
};

type Options = { readonly reason: string; readonly yes?: boolean };
type Setting = Options & { readonly name: string; readonly file: string };

/** The revision of the file makes that nothing set meanwhile is lost; a file without one is shown against what is set now. */
const set = async (session: Session, { name, file, reason, yes }: Setting): Promise<number> => {
  const { client, terminal, paint, say, show } = session;
  const part = partOf(name);
  const { reason: _, ...fields } = await readObject(terminal, file);
  const now = await part.get(client);
  const revision = fields.revision ?? now.revision;
  const save = part.saving(client, { ...settable(fields), revision, reason });
  const changes = changedLines(settable(now), settable(fields));
  if (changes.length === 0) {
    show(now, () => 'Nothing would be changed.');
    return exitCodes.ok;
  }
  say(changes.join('\n'));
  return onceConfirmed(session, { question: `Save ${name}?`, yes }, async () => {
    const saved = await save();
    show(saved, () => `${paint('good', '✓')} Saved ${name}, revision ${saved.revision}`);
    return exitCodes.ok;
  });
};

/** Without what is said of a part and not set. */
const settable = (part: object): Readonly<Record<string, unknown>> => {
  const stamps = ['updatedAt', 'updatedBy', 'lastChangeReason', 'revision'];
  return Object.fromEntries(Object.entries(part).filter(([name]) => !stamps.includes(name)));
};
