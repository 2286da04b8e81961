import type { Database } from 'dynalite/db/index.js';
import type { Faults } from './faults.ts';
import type { Row } from './wire.ts';

type Displaced = { at: number; key: string; before: unknown };

/** Remembers what index rows held before the newest writes, so that a lagging index can be shown. */
export type IndexLag = {
  /** Notes what the rows hold. To be called just before they are written. */
  remember(rows: Row[]): Promise<void>;
  /** What lagging rows of that kind of index held: row key → value, or undefined if there was no row. */
  past(type: string): Map<string, unknown>;
};

const GLOBAL = 'index-global~';

/** Only global indexes lag, as in AWS. Nothing is remembered while `faults.gsiLagMs` is off. */
export function createIndexLag(db: Database, faults: Faults, now: () => number): IndexLag {
  let displaced: Displaced[] = [];

  function lagging(lag: number): Displaced[] {
    displaced = displaced.filter(({ at }) => at > now() - lag);
    return displaced;
  }

  return {
    async remember(rows) {
      const lag = faults.gsiLagMs;
      if (!lag) return;
      const keys = rows.map(({ key }) => key).filter((key) => key.startsWith(GLOBAL));
      const before = await Promise.all(keys.map((key) => db.get(key)));
      const at = now();
      displaced = [...lagging(lag), ...keys.map((key, position) => ({ at, key, before: before[position] }))];
    },
    past(type) {
      const lag = faults.gsiLagMs;
      if (!lag || type.toLowerCase() !== 'global') return new Map();
      // The oldest change still hidden tells what a row held, so later ones must not replace it.
      return new Map(
        lagging(lag)
          .map(({ key, before }): [string, unknown] => [key, before])
          .reverse(),
      );
    },
  };
}
