import type { Database } from 'dynalite/db/index.js';
import type { Faults } from './faults.ts';
import type { Row } from './wire.ts';

type Displaced = { at: number; key: string; before: unknown };

/** Remembers what index rows held before the newest writes, so that a lagging index can be shown. */
export type IndexLag = {
  /** To be called before the rows are written; returns what to call once they are. */
  watch(rows: Row[]): Promise<() => void>;
  /** What lagging rows of that kind of index held: row key → value, or undefined if there was no row. */
  past(type: string): Map<string, unknown>;
};

const GLOBAL = 'index-global~';

/** Only global indexes lag, as in AWS. Nothing is remembered while `faults.gsiLagMs` is off. */
export function createIndexLag(db: Database, faults: Faults, now: () => number): IndexLag {
  let displaced: Displaced[] = [];

  return {
    async watch(rows) {
      if (!faults.gsiLagMs) return () => undefined;
      const keys = rows.map(({ key }) => key).filter((key) => key.startsWith(GLOBAL));
      const before = await Promise.all(keys.map((key) => db.get(key)));
      return () => {
        const at = now();
        displaced.push(...keys.map((key, position) => ({ at, key, before: before[position] })));
      };
    },
    past(type) {
      const lag = faults.gsiLagMs;
      if (!lag || type.toLowerCase() !== 'global') return new Map();
      displaced = displaced.filter(({ at }) => at > now() - lag);
      // The oldest change still hidden tells what a row held, so later ones must not replace it.
      return new Map(displaced.map(({ key, before }): [string, unknown] => [key, before]).reverse());
    },
  };
}
