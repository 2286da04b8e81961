import type { Outcome, State } from '../contract/deployment.ts';

/** The one transition table: read by the decisions, the store's condition and the UI. */
export const transitions: Readonly<Record<State, readonly State[]>> = {
  PENDING: ['ACTIVE', 'IN_PROGRESS', 'SUCCEEDED', 'FAILED', 'CANCELED', 'ROLLED_BACK'],
  ACTIVE: ['IN_PROGRESS', 'SUCCEEDED', 'FAILED', 'CANCELED', 'ROLLED_BACK'],
  IN_PROGRESS: ['SUCCEEDED', 'FAILED', 'CANCELED', 'ROLLED_BACK'],
  SUCCEEDED: [],
  FAILED: [],
  CANCELED: [],
  ROLLED_BACK: [],
};

export type TerminalState = 'SUCCEEDED' | 'FAILED' | 'CANCELED' | 'ROLLED_BACK';

export const inFlightStates = ['PENDING', 'ACTIVE', 'IN_PROGRESS'] as const satisfies State[];

export const isTerminal = (state: State): state is TerminalState => transitions[state].length === 0;

export const mayBecome = (from: State, to: State): boolean => transitions[from].includes(to);

/** FAILED and CANCELED are kept for ever; of the links that end a success, ROLLED_BACK wins over SUPERSEDED. */
export const outcomeAfter = (outcome: Outcome | null, link: 'ROLLED_BACK' | 'SUPERSEDED'): Outcome | null => {
  return outcome === 'SUCCEEDED' || outcome === 'SUPERSEDED' ? link : outcome;
};
