import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { engineTypes } from '../lib/contract/engines.ts';
import { type Operation, operations, routes } from '../lib/contract/routes.ts';
import type { ConditionName } from '../lib/domain/change.ts';
import { deployRules, rollbackRules } from '../lib/domain/guardrails/rules.ts';

/** The laws of the house. */

const root = join(import.meta.dirname, '..');
const sources = globSync('{bin,lib,functions,ui/src,scripts,test}/**/*.{ts,tsx,mjs}', { cwd: root })
  .filter((file) => !file.includes('node_modules'))
  .sort();
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');

type Room = { readonly in: RegExp; readonly may: readonly RegExp[] };
const own = (path: string): RegExp => new RegExp(`^${path}`);
const builtin = /^node:/;
const contract = own('lib/contract/');
const domain = own('lib/domain/');
const ports = own('lib/ports/');
const usecases = own('lib/usecases/');
const http = own('lib/http/');
const adapters = own('lib/adapters/');
/** Imports of our own are told by their path, so whatever is not one of these comes from a package. */
const packages = /^(?!(?:bin|functions|lib|scripts|test|ui)\/)[^.]/;
const engineAdapters = own(`lib/adapters/(${engineTypes.join('|')})/`);

/** Who may import whom; everything not listed is refused. `scripts` and `test` may import anything. */
const rooms: readonly Room[] = [
  { in: contract, may: [contract, /^zod$/] },
  { in: domain, may: [domain, contract] },
  { in: ports, may: [ports, contract, domain] },
  { in: usecases, may: [usecases, contract, domain, ports] },
  ...['dynamodb', 'kms', 'lambda', 's3', 'ssm', 'stepfunctions', 'system'].map((name) => ({
    in: own(`lib/adapters/${name}/`),
    may: [own(`lib/adapters/${name}/`), contract, domain, ports, builtin, /^@aws-sdk\//, /^@smithy\//, /^ulid$/],
  })),
  // Each engine has what it is reached with, and knows no other.
  ...engineTypes.map((type) => ({
    in: own(`lib/adapters/${type}/`),
    may: [own(`lib/adapters/${type}/`), contract, domain, ports, packages],
  })),
  {
    in: http,
    may: [http, contract, domain, ports, usecases, builtin, /^@middy\//, /^aws-jwt-verify/, /^aws-lambda$/, /^zod$/],
  },
  {
    in: own('lib/stacks/'),
    may: [
      own('lib/stacks/'),
      contract,
      own('lib/adapters/dynamodb/(table|keys)'),
      builtin,
      /^aws-cdk-lib/,
      /^constructs$/,
      /^cdk-nag/,
    ],
  },
  // The local plane enforces the very statements that are deployed.
  { in: own('lib/local/'), may: [own('lib/(?!stacks)'), own('lib/stacks/(access|grants|statements)\\.ts'), packages] },
  { in: own('functions/live.ts'), may: [own('functions/engines.ts'), adapters, contract, ports, /^@aws-sdk\//] },
  { in: own('functions/schedule/live.ts'), may: [own('functions/live.ts'), adapters, /^@aws-sdk\//] },
  { in: own('functions/engines.ts'), may: [engineAdapters, contract, ports] },
  { in: own('functions/auth/live.ts'), may: [adapters, contract, http] },
  {
    in: own('functions/'),
    may: [own('functions/((auth|schedule)/)?live.ts'), contract, domain, usecases, http, /^aws-lambda$/],
  },
  { in: own('ui/'), may: [own('ui/'), contract, /^lib\/domain\/(?:states|publishers)\.ts$/, packages] },
  { in: own('bin/app.ts'), may: [own('lib/stacks/'), contract, /^aws-cdk-lib/, builtin] },
  // An export is verified where it lies, by what the plane itself is held to.
  { in: own('bin/'), may: [own('bin/'), contract, own('lib/domain/seals/'), own('scripts/demo'), packages] },
];

const importsOf = (file: string): string[] =>
  [...textOf(file).matchAll(/^(?:import|export)\b[^;]*?from\s+'([^']+)'|^import\s+'([^']+)'/gms)].map((match) => {
    const target = match[1] ?? match[2] ?? '';
    return target.startsWith('.') ? relative(root, join(root, dirname(file), target)) : target;
  });

describe('the house', () => {
  it('has enough sources that these laws mean something', () => {
    expect(sources.length).toBeGreaterThan(150);
  });

  it('lets every room import only what its place in the design allows', () => {
    const breaches = sources.flatMap((file) => {
      const room = rooms.find((candidate) => candidate.in.test(file));
      if (!room) return /^(scripts|test)\//.test(file) ? [] : [`${file} is in no room`];
      return importsOf(file)
        .filter((target) => !room.may.some((allowed) => allowed.test(target)))
        .map((target) => `${file} imports ${target}`);
    });
    expect(breaches).toEqual([]);
  });

  it('keeps files small enough to be one idea', () => {
    const large = sources
      .filter((file) => /^(bin|lib|functions|scripts|ui)\//.test(file) && !file.includes('.generated.'))
      .map((file) => ({ file, lines: textOf(file).split('\n').length }))
      .filter(({ file, lines }) => lines > (capOf(file) ?? 220));
    expect(large).toEqual([]);
  });

  it('has a door for every operation, and no other doors', () => {
    const doors = globSync('functions/api/**/*.ts', { cwd: root }).map((file) =>
      file.replace(/^functions\/api\/|\.ts$/g, '').replace('/', '.'),
    );
    expect(doors.sort()).toEqual([...operations].sort());
  });

  it('names every contract entry as its operation', () => {
    const entries = Object.entries(routes).filter(([name, route]) => route.operation !== (name as Operation));
    expect(entries).toEqual([]);
  });

  it('gives every guardrail over changing state a condition in the commit', () => {
    const conditions: readonly (ConditionName | 'build never changes' | 'checked again by the engine')[] = [
      'guard',
      'lane',
      'slots',
      'quota',
      'build never changes',
      'checked again by the engine',
    ];
    const without = [...deployRules, ...rollbackRules].filter((rule) => !conditions.includes(rule.twin));
    expect(without).toEqual([]);
    expect(deployRules.filter((rule) => rule.phase === 'quota').every((rule) => rule.twin === 'quota')).toBe(true);
    expect(deployRules.filter((rule) => rule.phase === 'policy').every((rule) => rule.twin === 'guard')).toBe(true);
  });

  it('reads the environment in the composition roots only', () => {
    const readers = sources.filter(
      (file) => /^(lib|functions)\//.test(file) && !file.startsWith('lib/local/') && /process\.env/.test(textOf(file)),
    );
    expect(readers).toEqual(['functions/auth/live.ts', 'functions/live.ts']);
  });

  it('decides without a clock, randomness or promises', () => {
    const impure = sources.filter(
      (file) =>
        file.startsWith('lib/domain/') &&
        /Date\.now|new Date\(\)|Math\.random|\basync\b|\bPromise\b/.test(textOf(file)),
    );
    expect(impure).toEqual([]);
  });
});

/** Doors say nothing interesting, and a guardrail is one idea. */
const capOf = (file: string): number | undefined => {
  if (file.startsWith('functions/api/')) return 40;
  if (file.startsWith('lib/domain/guardrails/')) return 115;
  // All the words of the UI: a table.
  if (file === 'ui/src/copy.ts') return 600;
  return undefined;
};
