/** One part of the benchmark: a question, measured figures, and the bars they are held to. */
export type Section = {
  /** Its name on the command line. */
  readonly name: string;
  readonly title: string;
  readonly measure: (options: Options) => Promise<Measured>;
};

export type Options = {
  /** Fewer and smaller runs, to see that everything works. */
  readonly quick: boolean;
  readonly say: (progress: string) => void;
};

export type Measured = {
  /** What was done, and what is assumed, in a few sentences. */
  readonly method: string;
  readonly tables: readonly Table[];
};

export type Table = { readonly head: readonly string[]; readonly rows: readonly (readonly Cell[])[] };

/** A figure with its bar is marked when it is beyond it. */
export type Cell = string | number | { readonly figure: number; readonly atMost: number; readonly unit?: string };

export const isMissed = (cell: Cell): boolean => typeof cell === 'object' && !(cell.figure <= cell.atMost);

export const missesOf = ({ tables }: Measured): number =>
  tables.flatMap(({ rows }) => rows.flat()).filter((cell) => isMissed(cell)).length;
