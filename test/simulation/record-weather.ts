import type { Chance } from './chance.ts';
import type { Play } from './play.ts';
import type { Deed } from './steps.ts';
import { SKEWS_MS, type Weather } from './weather.ts';

/** What there is of all that concerns the audit record, and when: at the end of a period, and after the end of an hour. */

const PERIOD_MS = 300_000;
const HOUR_MS = 3_600_000;
/** Until a period may be sealed, and until an hour of denials is over. */
const WAITS_SECONDS = [15, 61, 300, 600, 600, 900] as const;
/** Clocks that differ do not agree then whether a period may be sealed. */
const BRINK_MS = 1000;

const isBrink = ({ stage }: Play): boolean => stage.now() % PERIOD_MS >= PERIOD_MS - BRINK_MS;
const isThere = ({ stage }: Play, kind: Deed['kind']): boolean => stage.actors().some((actor) => actor.kind === kind);

/** The denials of the hour before are told about now, and those with clocks far behind still count in it. */
const isTold = ({ stage }: Play): boolean => stage.now() % HOUR_MS > 290_000 && stage.now() % HOUR_MS < 1_190_000;

export const longWait = (play: Play, chance: Chance): number => {
  const left = PERIOD_MS - (play.stage.now() % PERIOD_MS) - BRINK_MS;
  return chance.hits(0.5) && left > 0 ? left / 1000 : (chance.pick(WAITS_SECONDS) ?? 1);
};

/** How much there is to do; two who seal at once are what is to be seen, and denials while they are told. */
export const recordWeights = (play: Play, { theme, contest }: Weather) => {
  if (theme !== 'record') return { knock: contest ? 0 : 1, seal: contest ? 0.2 : 1, reconcile: 6, waits: 1 };
  const sealers = isThere(play, 'seal');
  const tells = isThere(play, 'reconcile') && isTold(play);
  return {
    knock: tells ? 120 : 40,
    seal: isBrink(play) ? 60 : sealers ? 20 : 6,
    reconcile: isTold(play) ? 20 : 4,
    waits: sealers || tells ? 0.2 : 4,
  };
};

export const sealSkewOf = (play: Play, chance: Chance): number =>
  chance.pick(isBrink(play) ? [1500, -1500] : SKEWS_MS) ?? 0;

export const knock = (play: Play, chance: Chance): { readonly what: Deed; readonly skewMs: number } => ({
  what: {
    kind: 'knock',
    caller: chance.pick(['observer', 'observer', 'observer', 'other']) ?? 'observer',
    wants: chance.pick(['read', 'mutation', 'mutation', 'mutation'] as const) ?? 'read',
  },
  skewMs: knockSkewOf(play, chance),
});

/** Now and then a clock is far behind: what it dates is put on record after its time. */
const BEHIND_MS = { usually: -400_000, far: -1_200_000 } as const;

const knockSkewOf = (play: Play, chance: Chance): number => {
  if (isTold(play) && chance.hits(0.6)) return BEHIND_MS.far;
  return chance.hits(0.15) ? BEHIND_MS.usually : (chance.pick(SKEWS_MS) ?? 0);
};
