/** Ways to behave badly, as AWS may. All are off by default and may be switched while running. */
export type Faults = {
  /** Transactions stay open for so long (ms); whatever touches one of their items meanwhile conflicts. */
  conflictWindow?: { holdMs: number } | undefined;
  /** The share of writes and transactions refused for a conflict, 0 to 1. */
  conflictRate?: number | undefined;
  /** The share of requests throttled (in batches: of items left unprocessed), 0 to 1. */
  throttleRate?: number | undefined;
  /** The share of requests answered with an internal error, half of them after the request took effect. */
  internalErrorRate?: number | undefined;
  /** Global secondary indexes show writes only after so long (ms). */
  gsiLagMs?: number | undefined;
  /** Chance, for a repeatable run; Math.random by default. */
  random?: (() => number) | undefined;
};

/** Tosses a coin that falls on true at the given rate. Never calls for chance when the rate is off. */
export function strikes(faults: Faults, rate: 'conflictRate' | 'throttleRate' | 'internalErrorRate'): boolean {
  const share = faults[rate];
  return share !== undefined && share > 0 && chance(faults) < share;
}

/** Picks one of the choices. */
export function pick<T>(faults: Faults, choices: readonly T[]): T | undefined {
  return choices[Math.floor(chance(faults) * choices.length)];
}

function chance(faults: Faults): number {
  return (faults.random ?? Math.random)();
}
