/** What the program has of the world around it. */
export type Terminal = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether a person reads the output. */
  readonly isTty: boolean;
  /** Whether a person is there to answer. */
  readonly canAsk: boolean;
  readonly ask: (question: string) => Promise<string>;
  /** All of standard input. */
  readonly readInput: () => Promise<string>;
  /** Milliseconds. */
  readonly now: () => number;
  /** Rejects when interrupted. */
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Aborts on Ctrl-C. */
  readonly interrupted: AbortSignal;
};
