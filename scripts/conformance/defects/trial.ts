import { join } from 'node:path';
import { plantTree, type Tree } from '../../simulate/mutants/tree.ts';
import { conform } from '../conform.ts';
import { chapters } from '../contract.ts';
import { strictly } from '../flags.ts';
import { withOwnPlane } from '../own-plane.ts';
import type { Report } from '../report.ts';
import type { Defect } from './defect.ts';

/** What the suite said of a plane with a defect. */
export type Verdict = {
  readonly defect: Defect;
  /** The suite failed, and named the invariant. */
  readonly isNamed: boolean;
  /** What it named besides. */
  readonly others: readonly string[];
  /** Why it could not be tried, or what the plane said. */
  readonly trouble?: string;
  readonly seconds: number;
};

/** Deployments take about a second, which is long enough to be looked at. */
const SPEED = 20;
const PLANE_PARTS = ['package.json', 'lib', 'functions', 'scripts/start.ts', 'scripts/start'];

export const plantPlane = (): Tree => plantTree(PLANE_PARTS);

/** One quick check of each chapter: what is wrong in one place must not be all that is looked at. */
const smoke = chapters
  .flatMap(({ invariants }) => invariants.filter(({ active }) => !active).slice(0, 1))
  .map(({ id }) => id);

const chapterOf = (invariant: string): string => invariant.replace(/\d+$/, '');

/** Makes the defect, starts a plane of it on data of its own, and holds it to the contract: the chapter, and a bit of the rest. */
export async function tryDefect(tree: Tree, defect: Defect): Promise<Verdict> {
  const begun = performance.now();
  const undo = defect.changes.map((change) => tree.mutate({ id: defect.invariant, ...change }));
  const seconds = () => (performance.now() - begun) / 1000;
  try {
    const { conforms, checks } = await judgePlane(tree, [chapterOf(defect.invariant), ...smoke]);
    const failed = checks.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id);
    const isNamed = !conforms && failed.includes(defect.invariant);
    return { defect, isNamed, others: failed.filter((id) => id !== defect.invariant), seconds: seconds() };
  } catch (error) {
    const trouble = error instanceof Error ? error.message : String(error);
    return { defect, isNamed: false, others: [], trouble, seconds: seconds() };
  } finally {
    for (const undoOne of undo.toReversed()) undoOne();
  }
}

/** The report on a plane that is started from the sources as they are there. */
export const judgePlane = (tree: Tree, only: readonly string[]): Promise<Report> =>
  withOwnPlane({ speed: SPEED, program: join(tree.path, 'scripts/start.ts') }, (baseUrl) =>
    conform(strictly(baseUrl, only), { env: {}, tell: () => undefined }),
  );
