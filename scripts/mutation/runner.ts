import { globSync } from 'node:fs';
import * as fc from 'fast-check';
import { type Collected, collected } from './collected.ts';
import { loaderOf } from './load.ts';

/**
 * A test runner for Stryker that loads the tests of the domain once and then only calls them: they are pure, so that
 * nothing of one change is left for the next, and a worker, a transformation and a start for each would be most of the
 * time. `--by vitest` has vitest do the same, much more slowly.
 */

/** What the changed sources and the runner tell each other. */
type Switch = {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  mutantCoverage?: unknown;
};
type MutantRun = {
  readonly activeMutant: { readonly id: string };
  readonly mutantActivation: 'static' | 'runtime';
  readonly testFilter?: readonly string[];
  readonly hitLimit?: number;
};

const SUCCESS = 0;
const FAILED = 1;

/** The same cases in each run; and of a case that fails, nobody asks for the smallest. */
const SEED = 20_261_121;
fc.configureGlobal({ seed: SEED, endOnFailure: true });

class DomainRunner {
  readonly #switch: Switch = {};
  readonly #durations = new Map<string, number>();
  readonly #files = globSync('test/domain/**/*.test.ts').sort();
  readonly #load = loaderOf(process.cwd());
  #tests: readonly Collected[] = [];

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    Object.assign(globalThis, { __stryker__: this.#switch });
    this.#tests = await this.#collected();
  }

  async dryRun() {
    const tests = [];
    for (const test of this.#tests) {
      this.#switch.currentTestId = test.id;
      const failure = await this.#failureOf(test);
      this.#switch.currentTestId = undefined;
      const { id, name, file: fileName } = test;
      const told = { id, name, fileName, timeSpentMs: this.#durations.get(id) ?? 0 };
      tests.push(
        failure === undefined ? { ...told, status: SUCCESS } : { ...told, status: FAILED, failureMessage: failure },
      );
    }
    return { status: 'complete', tests, mutantCoverage: this.#switch.mutantCoverage };
  }

  async mutantRun({ activeMutant, mutantActivation, testFilter, hitLimit }: MutantRun) {
    Object.assign(this.#switch, { activeMutant: activeMutant.id, hitCount: 0, hitLimit });
    try {
      const tests = mutantActivation === 'static' ? await this.#collected() : this.#tests;
      return await this.#verdict(this.#quickestFirst(tests, testFilter));
    } catch (error) {
      // A domain that cannot even be loaded fails all tests.
      return { status: 'killed', killedBy: ['the first import'], failureMessage: String(error), nrOfTests: 0 };
    } finally {
      this.#switch.activeMutant = undefined;
    }
  }

  async #verdict(tests: readonly Collected[]) {
    for (const [index, test] of tests.entries()) {
      const failureMessage = await this.#failureOf(test);
      const { hitCount = 0, hitLimit = Number.POSITIVE_INFINITY } = this.#switch;
      if (hitCount > hitLimit) return { status: 'timeout', reason: 'It goes round without end' };
      if (failureMessage !== undefined)
        return { status: 'killed', killedBy: [test.id], failureMessage, nrOfTests: index + 1 };
    }
    return { status: 'survived', nrOfTests: tests.length };
  }

  #collected() {
    return collected(this.#files, this.#load());
  }

  #quickestFirst(tests: readonly Collected[], filter: readonly string[] | undefined) {
    const wanted = new Set(filter);
    const took = ({ id }: Collected): number => this.#durations.get(id) ?? 0;
    return tests.filter(({ id }) => !filter || wanted.has(id)).sort((a, b) => took(a) - took(b));
  }

  async #failureOf({ id, body }: Collected): Promise<string | undefined> {
    const started = performance.now();
    try {
      await body();
      this.#durations.set(id, performance.now() - started);
      return undefined;
    } catch (error) {
      return String(error);
    }
  }
}

const domainRunner = Object.assign(() => new DomainRunner(), { inject: [] });

/** Read by Stryker. */
export const strykerPlugins = [{ kind: 'TestRunner', name: 'domain', factory: domainRunner }];
