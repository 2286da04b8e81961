import type { Retrier } from './definition.ts';
import { covers, type StateError } from './error.ts';

/** Chooses the retrier for each error of one state visit; every retrier counts its own attempts. */
export function retryPlan(retriers: readonly Retrier[], random: () => number) {
  const used = new Map<Retrier, number>();
  /** Milliseconds to wait before the next attempt, or `undefined` when there is none. */
  return (error: StateError): number | undefined => {
    const retrier = retriers.find(({ ErrorEquals }) => covers(ErrorEquals, error.name));
    if (retrier === undefined) return undefined;
    const attempts = used.get(retrier) ?? 0;
    if (attempts >= retrier.MaxAttempts) return undefined;
    used.set(retrier, attempts + 1);
    return delayMs(retrier, attempts, random);
  };
}

function delayMs(retrier: Retrier, attempts: number, random: () => number): number {
  const grown = retrier.IntervalSeconds * retrier.BackoffRate ** attempts;
  const capped = Math.min(grown, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
  return capped * 1000 * (retrier.JitterStrategy === 'FULL' ? random() : 1);
}
