import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildStaleFunctions } from './build/functions.ts';
import { buildSite } from './build/site.ts';

/**
 * Builds what is stale and writes the templates of all stacks to `cdk.out`, without an AWS account. Context goes
 * through: `npm run synth -- -c stage=prod`.
 */
const root = join(import.meta.dirname, '..');
const output = join(root, 'cdk.out');
const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;

const contextOf = (words: readonly string[]): Record<string, string> => {
  const pairs = words.flatMap((word, index) => (words[index - 1] === '-c' ? [word.split(/=(.*)/s)] : []));
  return Object.fromEntries(pairs.map(([name = '', value = '']) => [name, value]));
};

const resourcesIn = (template: string): number => {
  const { Resources = {} }: { Resources?: object } = JSON.parse(readFileSync(join(output, template), 'utf8'));
  return Object.keys(Resources).length;
};

const began = performance.now();
console.log(`functions: ${await buildStaleFunctions(root)}, ${seconds(began)}`);
const beforeSite = performance.now();
await buildSite(root, console.log);
console.log(`site: ${seconds(beforeSite)}`);

const beforeSynth = performance.now();
rmSync(output, { recursive: true, force: true });
const { context = {} }: { context?: object } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8'));
const { status } = spawnSync(process.execPath, ['bin/app.ts'], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    CDK_OUTDIR: output,
    CDK_CONTEXT_JSON: JSON.stringify({ ...context, ...contextOf(process.argv.slice(2)) }),
  },
});
if (status === 0) {
  for (const template of readdirSync(output).filter((file) => file.endsWith('.template.json'))) {
    console.log(`${template.replace('.template.json', '').padEnd(28)} ${resourcesIn(template)} resources`);
  }
  console.log(`templates: ${seconds(beforeSynth)}; all in ${seconds(began)}`);
}
process.exitCode = status ?? 1;
