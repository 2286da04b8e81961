import type { Violation } from '../domain/invariants/invariant.ts';
import { type Judged, judge } from '../domain/invariants/invariants.ts';
import { iso } from '../domain/time.ts';
import type { Inventory } from '../ports/inventory.ts';
import type { Clock } from '../ports/world.ts';
import { collect } from './collect.ts';

/** Where everything lies, and what time it is. */
export type Verified = {
  readonly at: string;
  readonly ok: boolean;
  /** How often everything was read. */
  readonly readings: number;
  readonly invariants: readonly Judged[];
};

type Needs = { readonly inventory: Inventory; readonly clock: Clock };

/**
 * Recomputes every invariant from everything that is stored. A plane that works is written to while it is read, so a
 * violation counts only if it is still there when everything is read again.
 */
export const verify = async ({ inventory, clock }: Needs, readingsMax = 3): Promise<Verified> => {
  let judged = judge(await collect(inventory), clock.now());
  let readings = 1;
  while (readings < readingsMax && hasViolations(judged)) {
    judged = stillBroken(judged, judge(await collect(inventory), clock.now()));
    readings += 1;
  }
  return { at: iso(clock.now()), ok: !hasViolations(judged), readings, invariants: judged };
};

const hasViolations = (judged: readonly Judged[]): boolean => judged.some(({ violations }) => violations.length > 0);

const stillBroken = (before: readonly Judged[], after: readonly Judged[]): readonly Judged[] =>
  after.map((invariant) => {
    const known = new Set(before.find(({ id }) => id === invariant.id)?.violations.map(textOf));
    return { ...invariant, violations: invariant.violations.filter((violation) => known.has(textOf(violation))) };
  });

const textOf = ({ about, sentence }: Violation): string => `${about.join()} ${sentence}`;
