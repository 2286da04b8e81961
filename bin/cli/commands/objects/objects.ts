import type { Command } from 'commander';
import { type AddCommand, examples, type Run } from '../../command.ts';
import { confirmed } from '../../confirm.ts';
import { UsageError } from '../../errors.ts';
import { exitCodes } from '../../exit-codes.ts';
import { readObject } from '../../json-input.ts';
import { everyPage } from '../../pages.ts';
import type { Session } from '../../session.ts';
import { previewText } from '../../text/preview.ts';
import { cut, table } from '../../text/table.ts';
import { valueLines } from '../../text/values.ts';
import type { Kind } from './kind.ts';
import { kinds } from './kinds.ts';

/** The configuration objects: what there is, and for admins how it is changed, from files. */
export const addObjects: AddCommand = (program, run) => {
  for (const kind of kinds) addKind(program, run, kind);
};

const addKind = (program: Command, run: Run, kind: Kind): void => {
  const { word, one, key } = kind;
  const parent = program.command(word).description(kind.about);
  const lists = (command: Command, path: string) => {
    if (word === 'services') command.option('--search <prefix>', 'only names that begin so');
    command
      .addHelpText('after', examples(`dxcp ${path}`, ...(word === 'services' ? [`dxcp ${path} --search demo`] : [])))
      .action((options: { search?: string }) => run((session) => list(session, kind, options.search)));
  };
  lists(parent, word);
  lists(
    parent.command('list').description(`all ${word} by name, which is what ${word} alone does as well`),
    `${word} list`,
  );
  parent
    .command('get')
    .description(`one ${one} in full`)
    .argument(`<${key}>`)
    .addHelpText('after', examples(`dxcp ${word} get <${key}>`, `dxcp ${word} get <${key}> --json > ${one}.json`))
    .action((name: string) => run((session) => get(session, kind, name)));
  parent
    .command('create')
    .description(`add a ${one} from a JSON file; for admins`)
    .argument('<file>', `JSON as the API reference describes it (- is standard input)`)
    .option('--reason <text>', 'why, for those who read the history')
    .addHelpText('after', examples(`dxcp ${word} create new.json --reason "First step"`))
    .action((file: string, options: { reason?: string }) =>
      run((session) => create(session, kind, { file, ...options })),
    );
  parent
    .command('update')
    .description(`change a ${one} from a JSON file: shows what that does to whom, and asks; for admins`)
    .argument('<file>', `the whole ${one}, such as get --json shows it (- is standard input)`)
    .requiredOption('--reason <text>', 'why, for those who read the history')
    .option('--yes', 'without asking, for scripts')
    .addHelpText('after', examples(`dxcp ${word} update changed.json --reason "As agreed"`))
    .action((file: string, options: UpdateOptions) => run((session) => update(session, kind, { file, ...options })));
  if (kind.remove) addRemoval(parent, run, { ...kind, remove: kind.remove });
};

type Removable = Kind & { readonly remove: NonNullable<Kind['remove']> };

const addRemoval = (parent: Command, run: Run, kind: Removable): void => {
  parent
    .command('delete')
    .description(`delete what no delivery group uses; for admins`)
    .argument(`<${kind.key}>`)
    .requiredOption('--reason <text>', 'why, for those who read the history')
    .option('--yes', 'without asking, for scripts')
    .addHelpText('after', examples(`dxcp ${kind.word} delete old --reason "Empty for a year"`))
    .action((name: string, options: { reason: string; yes?: boolean }) =>
      run((session) => remove(session, kind, { name, ...options })),
    );
};

const list = async (session: Session, kind: Kind, search: string | undefined): Promise<number> => {
  const page = await everyPage(async (cursor) => {
    const { items, nextCursor } = await kind.list(session.client, cursor, search);
    return { items: [...items], ...(nextCursor === undefined ? {} : { nextCursor }) };
  });
  session.show(page, () =>
    page.items.length === 0
      ? `No ${kind.word}.`
      : table(
          kind.head,
          page.items.map((item) => kind.row({ ...item }).map((cell) => cut(cell, 60))),
        ),
  );
  return exitCodes.ok;
};

const get = async (session: Session, { get: read }: Kind, name: string): Promise<number> => {
  const object = await read(session.client, name);
  session.show(object, () => valueLines(object));
  return exitCodes.ok;
};

type CreateOptions = { readonly file: string; readonly reason?: string };

const create = async (session: Session, kind: Kind, { file, reason }: CreateOptions): Promise<number> => {
  const fields = await readObject(session.terminal, file);
  const created = await kind.create(session.client, reason === undefined ? fields : { ...fields, reason });
  session.show(created, () => `${session.paint('good', '✓')} Added ${kind.one} ${fields[kind.key]}`);
  return exitCodes.ok;
};

type UpdateOptions = { readonly reason: string; readonly yes?: boolean };

/** What a person decides on is what DXCP says that it would do; the revision makes that still true when it is saved. */
const update = async (
  session: Session,
  kind: Kind,
  { file, reason, yes }: UpdateOptions & { readonly file: string },
): Promise<number> => {
  const fields = await readObject(session.terminal, file);
  const name = fields[kind.key];
  if (typeof name !== 'string') throw new UsageError(`The file does not say which ${kind.one}: it has no ${kind.key}.`);
  const change = kind.proposal(fields);
  const seen = typeof fields.revision === 'number' ? fields.revision : (await kind.get(session.client, name)).revision;
  const preview = await session.client.guardrails.preview({ body: change });
  if (preview.changes.length === 0) session.say('  Nothing is changed.');
  else session.say(previewText(preview, session));
  if (!preview.allowed) {
    if (session.options.json) session.terminal.out(`${JSON.stringify(preview, null, 2)}\n`);
    return exitCodes.refused;
  }
  if (!(await confirmed(session, `Save ${kind.one} ${name}?`, yes))) return abandoned(session);
  const saved = await kind.update(session.client, change, { revision: seen, reason });
  session.show(saved, () => `${session.paint('good', '✓')} Saved ${kind.one} ${name}, revision ${saved.revision}`);
  return exitCodes.ok;
};

type RemoveOptions = UpdateOptions & { readonly name: string };

const remove = async (session: Session, kind: Removable, { name, reason, yes }: RemoveOptions): Promise<number> => {
  const { revision } = await kind.get(session.client, name);
  if (!(await confirmed(session, `Delete ${kind.one} ${name}?`, yes))) return abandoned(session);
  const gone = await kind.remove(session.client, name, { revision, reason });
  session.show(gone, () => `${session.paint('good', '✓')} Deleted ${kind.one} ${name}`);
  return exitCodes.ok;
};

const abandoned = (session: Session): number => {
  session.say('Nothing was changed.');
  return exitCodes.undone;
};
