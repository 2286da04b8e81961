import type { Command } from 'commander';

/** What a person types, and what the API calls it: one table for the way there and for the way back. */

const apiNames = { group: 'deliveryGroupId', recipe: 'recipeId', summary: 'changeSummary' } as const;
type ApiNames = typeof apiNames;
type Sent<Typed> = { [Name in keyof Typed as Name extends keyof ApiNames ? ApiNames[Name] : Name]: Typed[Name] };

const isRenamed = (name: string): name is keyof ApiNames => name in apiNames;
const apiNameOf = (name: string): string => (isRenamed(name) ? apiNames[name] : name);

/** Arguments and options under the names that the API has for them; what was not given is left out. */
export const asFields = <Typed extends object>(typed: Typed): Sent<Typed> =>
  Object.fromEntries(
    Object.entries(typed).flatMap(([name, value]) => (value === undefined ? [] : [[apiNameOf(name), value]])),
  ) as Sent<Typed>;

/** Says what the API says in the words of a command. */
export type Wording = {
  /** A sentence: "Send recipeId: default." becomes "Add --recipe: default." */
  readonly sentence: (text: string) => string;
  /** The path of a field: "body.recipeId" becomes "--recipe", "path.id" becomes "<id>". */
  readonly field: (path: string) => string;
};

export const wordingOf = (command: Command | undefined): Wording => {
  const typed = typedNames(command);
  return {
    sentence: (text) =>
      text.replace(/\b(Send )?([a-z]+[A-Z]\w*|Idempotency-Key)\b/g, (whole, verb: string | undefined, name: string) => {
        const words = typed.get(name);
        return words === undefined ? whole : `${verb === undefined ? '' : 'Add '}${words}`;
      }),
    field: (path) => {
      const [, name = '', ...rest] = path.split('.');
      const words = typed.get(name);
      return words === undefined ? path : [words, ...rest].join('.');
    },
  };
};

/** By the name in the API, what is typed for it. */
const typedNames = (command: Command | undefined): ReadonlyMap<string, string> =>
  new Map([
    ...(command?.registeredArguments ?? []).map((each) => [apiNameOf(each.name()), `<${each.name()}>`] as const),
    ...(command?.options ?? []).flatMap((option) => {
      const words = option.long ?? option.flags;
      const name = option.attributeName();
      // The key of an intent travels as a header.
      const inApi = name === 'idempotencyKey' ? 'Idempotency-Key' : apiNameOf(name);
      return [[inApi, words] as const];
    }),
  ]);
