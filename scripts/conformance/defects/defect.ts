/** A plane that breaks one promise on purpose: texts of its sources, replaced. Each must be there exactly once. */
export type Defect = {
  /** The id of the invariant that the suite must name. */
  readonly invariant: string;
  /** What is wrong with the plane then, as a person would say. */
  readonly defect: string;
  readonly changes: readonly Change[];
};

type Change = { readonly file: string; readonly from: string; readonly to: string };

/** A defect of a single text. */
export const defect = (invariant: string, words: string, change: Change): Defect => ({
  invariant,
  defect: words,
  changes: [change],
});
