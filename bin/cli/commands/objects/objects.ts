import type { Command } from 'commander';
import { type AddCommand, examples, type Run } from '../../command.ts';
import { exitCodes } from '../../exit-codes.ts';
import { everyPage } from '../../pages.ts';
import type { Session } from '../../session.ts';
import { cut, table } from '../../text/table.ts';
import { valueLines } from '../../text/values.ts';
import type { Kind } from './kind.ts';
import { kinds } from './kinds.ts';
import { type CreateOptions, create, type RemoveOptions, remove, type UpdateOptions, update } from './saving.ts';

/** The configuration objects: what there is, and for admins how it is changed, from files. */
export const addObjects: AddCommand = (program, run) => {
  for (const kind of kinds) addKind(program, run, kind);
};

const addKind = (program: Command, run: Run, kind: Kind): void => {
  const parent = program.command(kind.word).description(kind.about);
  const lists = parent.command('list').description(`all ${kind.word}, which is what ${kind.word} alone does as well`);
  addListing(parent, run, kind);
  addListing(lists, run, kind);
  addShow(parent, run, kind);
  addCreate(parent, run, kind);
  addUpdate(parent, run, kind);
  if (kind.remove) addRemoval(parent, run, { ...kind, remove: kind.remove });
};

const addListing = (command: Command, run: Run, kind: Kind): void => {
  const path = command.name() === 'list' ? `dxcp ${kind.word} list` : `dxcp ${kind.word}`;
  if (kind.searchable) command.option('--search <prefix>', 'only names that begin so');
  command
    .addHelpText('after', examples(path, ...(kind.searchable ? [`${path} --search demo`] : [])))
    .action((options: { search?: string }) => run((session) => list(session, kind, options.search)));
};

const addShow = (parent: Command, run: Run, kind: Kind): void => {
  const path = `dxcp ${kind.word} show ${kind.example}`;
  parent
    .command('show')
    .description(`one ${kind.one} in full`)
    .argument(`<${kind.key}>`)
    .addHelpText('after', examples(path, `${path} --json > changed.json`))
    .action((name: string) => run((session) => show(session, kind, name)));
};

const WHY = ['--reason <text>', 'why, for those who read the history'] as const;
const LOOK = ['--preview', 'only say what it would do, and to whom; saves nothing'] as const;
const YES = ['--yes', 'do not ask'] as const;

const addCreate = (parent: Command, run: Run, kind: Kind): void => {
  const path = `dxcp ${kind.word} create new.json`;
  parent
    .command('create')
    .description('add one from a JSON file; for admins')
    .argument('<file>', `the ${kind.one} as the API reference describes it (- is standard input)`)
    .option(...WHY)
    .option(...LOOK)
    .addHelpText('after', examples(`${path} --preview`, `${path} --reason "First step"`))
    .action((file: string, options: CreateOptions) => run((session) => create(session, kind, { file, ...options })));
};

const addUpdate = (parent: Command, run: Run, kind: Kind): void => {
  const { word, one, example } = kind;
  const path = `dxcp ${word} update changed.json`;
  parent
    .command('update')
    .description('change one from a JSON file: shows what that does to whom, and asks; for admins')
    .argument('<file>', `the whole ${one}, such as show --json writes it (- is standard input)`)
    .option(WHY[0], `${WHY[1]}; needed to save`)
    .option(...LOOK)
    .option(...YES)
    .addHelpText(
      'after',
      `${examples(`dxcp ${word} show ${example} --json > changed.json`, `${path} --preview`, `${path} --reason "As agreed"`)}

The file is saved only on the revision that is in it, so that nothing is lost that others save meanwhile. Without one it
replaces what is there when it is shown.`,
    )
    .action((file: string, options: UpdateOptions) => run((session) => update(session, kind, { file, ...options })));
};

const addRemoval = (parent: Command, run: Run, kind: Parameters<typeof remove>[1]): void => {
  parent
    .command('delete')
    .description('delete what no delivery group uses; for admins')
    .argument(`<${kind.key}>`)
    .requiredOption(...WHY)
    .option(...YES)
    .addHelpText('after', examples(`dxcp ${kind.word} delete old --reason "Empty for a year"`))
    .action((name: string, options: RemoveOptions) => run((session) => remove(session, kind, { name, ...options })));
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

const show = async (session: Session, { get }: Kind, name: string): Promise<number> => {
  const object = await get(session.client, name);
  session.show(object, () => valueLines(object));
  return exitCodes.ok;
};
