import type { Theme } from '../../../test/simulation/weather.ts';

/** A defect on purpose: one text of one source file, replaced. It must be there exactly once. */
export type Mutant = {
  readonly id: string;
  /** What is wrong then, as a person would say. */
  readonly defect: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** Where it can be met: other worlds are left out when it is looked for. */
  readonly theme?: Theme;
};
