import { writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { rendered } from './mutation/page.ts';
import { scoreOf } from './mutation/score.ts';

/**
 * `npm run test:mutation`: changes the domain in every small way there is, one at a time, and has its tests find each.
 * Writes docs/mutation.md when all of the domain was tried; exits with 1 below the least score.
 */

const LEAST_SCORE = 97;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    concurrency: { type: 'string', default: '2' },
    by: { type: 'string', default: 'domain' },
  },
});

const kept = '.dxcp-mutation';

/** Runs Stryker on the domain, from the beginning: what it remembers of an earlier run forgets some new tests. */
const tryAll = () =>
  new Stryker({
    testRunner: values.by,
    plugins: [join(import.meta.dirname, 'mutation/runner.ts'), '@stryker-mutator/vitest-runner'],
    vitest: { configFile: 'test/domain/vitest.config.ts', related: false },
    mutate: [values.only ?? 'lib/domain/**/*.ts'],
    // What the tests of the domain do not need is not copied.
    ignorePatterns: [
      '.*',
      'bin',
      'cdk.out',
      'coverage',
      'dist',
      'docs',
      'functions',
      'scripts',
      'test-results',
      'ui',
    ].map((name) => `/${name}`),
    coverageAnalysis: 'perTest',
    ignoreStatic: values.by !== 'domain',
    // Each change to what a module does once leaves another load of all modules behind.
    maxTestRunnerReuse: 300,
    // Others may keep the machine busy: a change that only takes long is not found by that.
    timeoutMS: 20_000,
    concurrency: Number(values.concurrency),
    tempDirName: `${kept}/copies`,
    reporters: ['clear-text', 'progress-append-only', 'html'],
    htmlReporter: { fileName: `${kept}/report.html` },
    clearTextReporter: { allowColor: false, allowEmojis: false, logTests: false, reportTests: false },
    thresholds: { high: 100, low: LEAST_SCORE, break: null },
  }).runMutationTest();

// Both cores are busy for minutes; whoever works beside it comes first.
setPriority(10);
const started = Date.now();
const tried = await tryAll();
const score = scoreOf(tried);
const minutes = Math.round((Date.now() - started) / 60_000);
if (values.only === undefined) {
  writeFileSync(join(import.meta.dirname, '../docs/mutation.md'), rendered(tried, { least: LEAST_SCORE, minutes }));
}
console.log(
  `\n${score.found} of ${score.tried} changes were found: ${score.percent.toFixed(2)} % (at least ${LEAST_SCORE} %), in ${minutes} minutes`,
);
process.exitCode = score.percent < LEAST_SCORE ? 1 : 0;
