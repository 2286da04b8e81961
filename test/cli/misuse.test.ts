import { Command } from 'commander';
import { afterEach, describe, expect, it } from 'vitest';
import { asFields, wordingOf } from '../../bin/cli/fields.ts';
import type { Refusal } from '../../lib/contract/problem.ts';
import { problemOf, type ScriptedPlane, startScriptedPlane } from './scripted-plane.ts';
import { scriptedTerminal } from './scripted-terminal.ts';

let plane: ScriptedPlane | undefined;
afterEach(() => plane?.close());

const start = async (...scripts: Parameters<typeof startScriptedPlane>) => {
  plane = await startScriptedPlane(...scripts);
  return plane;
};

describe('a command line that is not understood', () => {
  const USAGE = 'Usage: dxcp deploy <service> <version> <environment> --summary <text> [options]';
  const cases: readonly (readonly [string, readonly string[], string])[] = [
    ['nothing', [], 'dxcp deploy needs <service>, <version>, <environment>, and --summary <text>'],
    ['the summary only', ['--summary', 'x'], 'dxcp deploy needs <service>, <version>, and <environment>'],
    ['two arguments', ['demo-service', '1.0.0'], 'dxcp deploy needs <environment> and --summary <text>'],
    ['no summary', ['demo-service', '1.0.0', 'sandbox'], 'dxcp deploy needs --summary <text>'],
    ['a flag that is none', ['a', 'b', 'c', '--summary', 'x', '--bogus'], "Unknown option '--bogus'"],
  ];

  it.each(cases)('with %s is told all that is wrong at once, and how it is written', async (_, words, told) => {
    const { dxcp } = await scriptedTerminal();
    const { code, out, err } = await dxcp('deploy', ...words);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(`✗ ${told}\n`);
    expect(err).toContain(USAGE);
    expect(err).toContain('More: dxcp deploy --help');
  });

  it('that asks to verify nothing in particular is told what to name', async () => {
    const { dxcp } = await scriptedTerminal();
    const { code, err } = await dxcp('verify');
    expect(code).toBe(2);
    expect(err).toContain('--data .dxcp');
  });

  it('that names what there is not is told what lists it', async () => {
    const { url } = await start({});
    const { dxcp } = await scriptedTerminal({ url });
    const { code, err } = await dxcp('versions', 'nope');
    expect(code).toBe(3);
    expect(err).toContain('Lists: dxcp services');
  });

  it('that names no subcommand there is, of a command that does something alone, is told those there are', async () => {
    const { dxcp } = await scriptedTerminal();
    const { code, err } = await dxcp('groups', 'shwo');
    expect(code).toBe(2);
    expect(err).toContain("dxcp groups has no command 'shwo'; it has list, show, create, and update\n");
  });

  it('with no subcommand is answered with the help, and 2', async () => {
    const { dxcp } = await scriptedTerminal();
    const { code, err } = await dxcp('builds');
    expect(code).toBe(2);
    expect(err).toContain('register [options] <file>');
    expect(err).not.toContain('✗');
  });
});

describe('what the API calls its fields', () => {
  const refusal = (hint: string): Refusal => ({ code: 'RECIPE_ID_REQUIRED', message: 'Several fit', hint, facts: {} });

  it('is told as what is typed', async () => {
    const { url } = await start({
      'POST /v1/deployments': () => problemOf('RECIPE_ID_REQUIRED', [refusal('Send recipeId: default, canary.')]),
    });
    const { dxcp } = await scriptedTerminal({ url });
    const { err } = await dxcp('deploy', 'demo-service', '1.0.0', 'sandbox', '--summary', 'x');
    expect(err).toContain('→ Add --recipe: default, canary.');
    expect(err).not.toContain('recipeId');
  });

  it('is left as it is with --json', async () => {
    const { url } = await start({
      'POST /v1/deployments': () => problemOf('RECIPE_ID_REQUIRED', [refusal('Send recipeId: default, canary.')]),
    });
    const { dxcp } = await scriptedTerminal({ url });
    const { out } = await dxcp('deploy', 'demo-service', '1.0.0', 'sandbox', '--summary', 'x', '--json');
    expect(out).toContain('Send recipeId: default, canary.');
  });

  it('is said of any command, for options and arguments, and of no word that is only a word', () => {
    const command = new Command('try')
      .argument('<service>')
      .option('--created-by <person>')
      .option('--group <group>')
      .option('--idempotency-key <key>');
    const { field, sentence } = wordingOf(command);
    expect(['path.service', 'query.deliveryGroupId', 'query.createdBy', 'body.sha256'].map(field)).toEqual([
      '<service>',
      '--group',
      '--created-by',
      'body.sha256',
    ]);
    expect(sentence('There is no service nope in this group')).toBe('There is no service nope in this group');
    expect(sentence('Send createdBy with the same Idempotency-Key, and an artifactRef')).toBe(
      'Add --created-by with the same --idempotency-key, and an artifactRef',
    );
  });

  it('goes there by the same table', () => {
    expect(asFields({ service: 'a', recipe: 'b', group: undefined, summary: 'c' })).toEqual({
      service: 'a',
      recipeId: 'b',
      changeSummary: 'c',
    });
  });
});

describe('a plane that cannot be reached', () => {
  const dead = 'http://127.0.0.1:9';

  it.each([
    ['--url', ['--url', dead], {}],
    ['DXCP_URL', [], { DXCP_URL: dead }],
  ])('is named with where its address is from (%s) and what to do', async (source, words, env) => {
    const { dxcp } = await scriptedTerminal({ env });
    const { code, err } = await dxcp('login', ...words);
    expect(code).toBe(5);
    expect(err).toContain(`${dead} does not answer`);
    expect(err).toContain(`The address is from ${source}. Name another: --url http://127.0.0.1:PORT`);
    expect(err).toContain('npm start');
  });

  it('is no reason to lose what must be typed to sign in', async () => {
    const { dxcp } = await scriptedTerminal();
    const { code, err } = await dxcp('whoami', '--url', dead);
    expect(code).toBe(4);
    expect(err).toContain(`Run: dxcp login --url ${dead}`);
  });
});
