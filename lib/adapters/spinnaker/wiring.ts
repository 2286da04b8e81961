import type { Gate } from './gate.ts';

/** Gives the address of an execution in the engine's own UI. */
export type ExecutionLink = (execution: { readonly id: string; readonly application?: string }) => string;

/** What the operations share. */
export type Wiring = {
  readonly gate: Gate;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly links: ExecutionLink | undefined;
};
