/** What tests of the domain take from vitest, with tests that are kept here so that they can be run again and again. */

export { expect } from 'vitest';

type Body = (...row: readonly never[]) => unknown;
export type Collected = { readonly id: string; readonly name: string; readonly file: string; readonly body: Body };

const collecting = { file: '', within: [] as string[], tests: [] as Collected[] };

/** The tests that loading one file after the other defines. */
export const collected = async (
  files: readonly string[],
  load: (file: string) => Promise<unknown>,
): Promise<readonly Collected[]> => {
  const tests: Collected[] = [];
  for (const file of files) {
    Object.assign(collecting, { file, within: [], tests: [] });
    await load(file);
    tests.push(...collecting.tests);
  }
  return tests;
};

const group = (name: string, define: Body): void => {
  collecting.within.push(name);
  define();
  collecting.within.pop();
};

const one = (title: string, body: Body): void => {
  const { file, within, tests } = collecting;
  const name = [...within, title].join(' ');
  tests.push({ id: `${file}#${name}`, name, file, body });
};

/** Rows that are lists are spread, as vitest does. */
const eachOf =
  (define: (title: string, body: () => unknown) => void) =>
  (rows: readonly unknown[]) =>
  (title: string, body: (...row: readonly unknown[]) => unknown): void => {
    for (const [index, row] of rows.entries()) {
      define(`${title} (${index + 1})`, () => body(...(Array.isArray(row) ? row : [row])));
    }
  };

export const describe = Object.assign(group, { each: eachOf(group) });
export const test = Object.assign(one, { each: eachOf(one) });
