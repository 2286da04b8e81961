import { spawnSync } from 'node:child_process';

/** `npm test`: everything that holds the house together and is quick. Slow lanes have names of their own. */
const steps: readonly { readonly name: string; readonly command: readonly string[] }[] = [
  { name: 'types', command: ['node', 'node_modules/ts7/bin/tsc', '-p', '.'] },
  { name: 'types of the UI', command: ['node', 'node_modules/ts7/bin/tsc', '-p', 'ui'] },
  { name: 'lint and format', command: ['biome', 'check', '--error-on-warnings', '.'] },
  { name: 'generated files', command: ['node', 'scripts/generate.ts', '--check'] },
  { name: 'dead code', command: ['knip'] },
  { name: 'tests', command: ['vitest', 'run', ...process.argv.slice(2)] },
];

const failed = steps.filter(({ name, command: [program = '', ...args] }) => {
  console.log(`\n— ${name}`);
  return spawnSync(program, args, { stdio: 'inherit', shell: process.platform === 'win32' }).status !== 0;
});

if (failed.length > 0) console.error(`\nFailed: ${failed.map(({ name }) => name).join(', ')}`);
process.exitCode = failed.length > 0 ? 1 : 0;
