import type { ProblemCode } from '../../lib/contract/codes.ts';
import type { Credential } from './credentials.ts';
import type { Suite } from './suite.ts';

/** What every plane keeps to, whatever it runs on. The words are the contract; the check holds a running plane to it. */
export type Invariant = {
  /** `GOV-<chapter>-<number>`: never reused and never renumbered. */
  readonly id: string;
  readonly title: string;
  readonly given: string;
  readonly when: string;
  readonly promise: string;
  /** What the request that the invariant is about is answered with; several where it is about several. */
  readonly answers?: readonly Expected[];
  /** Without these the check is skipped. */
  readonly needs?: readonly Credential[];
  /** Changes the plane, so that it is only done when asked for. What is not active does no harm even to a broken plane. */
  readonly active?: true;
  /** Files of the project's own tests that hold it, too. */
  readonly tests: readonly string[];
  readonly check: (suite: Suite) => Promise<void>;
};

export type Expected = { readonly status: number; readonly code?: ProblemCode };

/** Invariants about one subject, in the order in which they are checked. */
export type Chapter = {
  /** The middle of its invariants' ids. */
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly invariants: readonly Invariant[];
};
