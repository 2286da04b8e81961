import { globSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { engineTypes } from '../../lib/contract/engines.ts';

/** DXCP stands above engines: what belongs to one of them has its place, and nothing of it is heard anywhere else. */

const root = join(import.meta.dirname, '../..');
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');
const sources = globSync('{bin,lib,functions,ui/src,scripts}/**/*.{ts,tsx,mjs,css,html}', { cwd: root }).sort();

/** Where an engine is at home: its adapters, what stands in for it, and the tools that start a real one. */
const homes = [...engineTypes.flatMap((type) => [`lib/adapters/${type}/`, `scripts/${type}/`]), 'lib/local/engine/'];
const isHome = (file: string): boolean => homes.some((home) => file.startsWith(home));

/** The two tables that name every engine, and the configuration that a new local plane is given. */
const registry = ['functions/engines.ts', 'lib/contract/engines.ts'];
const configuration = 'lib/local/seed/reference.ts';
/** Knows the directory that the tools of a real engine keep beside a plane's data. */
const directory = 'lib/local/plane/directory.ts';
/** Renders for operators how the failures of an engine are told apart. */
const document = 'scripts/generate/failures.ts';
/** Measures the calls that an engine's own adapter makes. */
const measurement = ['contention/measure.ts', 'counted-engine.ts', 'load.ts'].map((file) => `scripts/bench/${file}`);

/** Names of engines and of their parts. */
const names = [
  /spinnaker|clouddriver|front50|kayenta|halyard|\b(orca|rosco|igor|fiat|kato)\b/i,
  /\bGate\b|gateUrl|\bEcho\b/,
];
const isName = (text: string): boolean => {
  const rest = text.replaceAll('docs/real-spinnaker.md', '');
  return names.some((name) => name.test(rest));
};
/** An engine's words for what DXCP has its own for. A recipe's mapping has two of them, a route one, for admins only; which an
 * engine has is told by the table of engines. */
const words = /pipeline|server ?group|\bmoniker\b|\bbake\b/i;
const forAdmins =
  /\b(deploy|rollback)Pipeline\b|\bengine[./-]?pipelines\b|\{application\}\/pipelines\b|\bengine pipelines\b|'pipelines'/gi;
const isWord = (text: string): boolean => words.test(text.replaceAll(forAdmins, ''));

const importsOf = (file: string): string[] =>
  [...textOf(file).matchAll(/\bfrom\s+'(\.[^']+)'|import\('(\.[^']+)'\)/g)].map((match) =>
    relative(root, join(root, file, '..', match[1] ?? match[2] ?? '')),
  );

describe('Outside of their places', () => {
  test('engines are not named', () => {
    const elsewhere = sources.filter((file) => !isHome(file) && isName(textOf(file)));
    expect(elsewhere).toEqual([...registry, configuration, directory, document, ...measurement].sort());
  });

  test('nobody but the tables and what documents it imports an adapter of an engine', () => {
    const adapters = engineTypes.map((type) => `lib/adapters/${type}/`);
    const importers = sources.filter(
      (file) =>
        !adapters.some((adapter) => file.startsWith(adapter)) &&
        importsOf(file).some((target) => adapters.some((adapter) => target.startsWith(adapter))),
    );
    expect(importers).toEqual(['functions/engines.ts', 'scripts/bench/counted-engine.ts', document]);
  });

  test('what is decided, stored, asked and shown has no words of an engine', () => {
    const rooms = /^(lib\/(contract|domain|ports|usecases|http|stacks|adapters)|functions|ui\/src|bin)\//;
    const speakers = sources.filter((file) => rooms.test(file) && !isHome(file) && isWord(textOf(file)));
    expect(speakers).toEqual(['lib/contract/engines.ts']);
  });
});

describe('What people read', () => {
  const generated = ['problems', 'guardrails', 'api', 'deployment-states'].map((name) => `docs/${name}.md`);

  test.each([...generated, 'ui/src/copy.ts'])('says nothing of engines or in their words: %s', (file) => {
    const lines = textOf(file).split('\n');
    expect(lines.filter((line) => isName(line) || isWord(line))).toEqual([]);
  });

  test('says nothing of them in the API document but what a recipe is mapped onto, which admins see', () => {
    const document: { components: { schemas: Record<string, unknown> } } = JSON.parse(textOf('docs/openapi.json'));
    const { EngineMapping, ...others } = document.components.schemas;
    expect(EngineMapping).toMatchObject({ properties: { type: { enum: engineTypes } } });
    const rest = JSON.stringify({ ...document, components: { ...document.components, schemas: others } });
    // What admins send for such a mapping names an engine as well.
    const types = engineTypes.map((type) => `"type":"${type}","application"`);
    const named = [`"enum":${JSON.stringify(engineTypes)}`, ...types].reduce(
      (left, mapping) => left.replaceAll(mapping, ''),
      rest,
    );
    const text = named.replaceAll(forAdmins, '');
    for (const pattern of [...names, words]) expect(pattern.exec(text)?.[0]).toBeUndefined();
  });
});

describe('A new engine', () => {
  test('does not compile before each table of the composition root has a line for it', () => {
    const tables = textOf('functions/engines.ts')
      .split(/^export const /m)
      .slice(1);
    expect(tables.length).toBeGreaterThan(1);
    for (const table of tables) expect(table).toMatch(/Record<EngineType, /);
    for (const name of ['connections', 'eventReaders']) {
      expect(tables.find((table) => table.startsWith(`${name} =`))).toMatch(/satisfies Record<EngineType, /);
    }
  });

  test.each(engineTypes)('has a folder, lines in the tables, and the suite of all engines: %s', (type) => {
    expect(sources.some((file) => file.startsWith(`lib/adapters/${type}/`))).toBe(true);
    for (const table of registry) expect(textOf(table)).toMatch(new RegExp(`\\b${type}: `));
    const tests = globSync(`test/adapters/${type}/**/*.ts`, { cwd: root });
    expect(tests.some((file) => textOf(file).includes('describeEngine('))).toBe(true);
  });

  test('can be added as the guide says: every path it names is there', () => {
    const paths = [...textOf('docs/add-an-engine.md').matchAll(/`((?:lib|functions|test|docs)\/[\w./-]+)`/g)].map(
      (match) => match[1] ?? '',
    );
    expect(paths.length).toBeGreaterThan(5);
    expect(paths.filter((path) => globSync(path, { cwd: root }).length === 0)).toEqual([]);
  });
});
