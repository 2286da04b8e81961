/** One change to a source, and what became of it; as Stryker tells it. */
export type Mutant = {
  readonly fileName: string;
  readonly status: string;
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly location: { readonly start: Place; readonly end: Place };
};
type Place = { readonly line: number; readonly column: number };

export type Score = { readonly tried: number; readonly found: number; readonly percent: number };

const FOUND: ReadonlySet<string> = new Set(['Killed', 'Timeout']);
const MISSED: ReadonlySet<string> = new Set(['Survived', 'NoCoverage']);

export const isMissed = ({ status }: Mutant): boolean => MISSED.has(status);

/** The share of changes that tests found, in percent, of those that could be run. */
export const scoreOf = (mutants: readonly Mutant[]): Score => {
  const found = mutants.filter(({ status }) => FOUND.has(status)).length;
  const tried = found + mutants.filter(isMissed).length;
  return { tried, found, percent: tried === 0 ? 100 : (100 * found) / tried };
};
