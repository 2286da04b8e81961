import { type Chance, chanceOf } from './chance.ts';
import { environments, groups, later, versions } from './setting.ts';
import type { Deed, Edit, Step } from './steps.ts';

/** How bad a run is: from a calm day to a storm, so that calm ones come far and stormy ones go wrong. */
export type Weather = {
  /** Shares of calls that go wrong: those of the store, those to the engine, its starts. */
  readonly faults: number;
  readonly engineFaults: number;
  readonly startFaults: number;
  readonly deaths: number;
  readonly holds: number;
  /** How many act at a time. */
  readonly crowd: number;
  /** How far one gets before it is another's turn. */
  readonly strides: readonly number[];
  /** Where most of it happens, so that it meets. */
  readonly lanes: readonly Lane[];
  /** What there is more of than usual. */
  readonly theme: Theme;
  /** The share of batches that are read in two halves. */
  readonly tears: number;
  /** Nothing goes wrong, and everybody wants the same at once, again and again with a rest in between. */
  readonly contest: boolean;
  /** What the engine is bad at. */
  readonly ill?: 'orders' | 'sight';
};
const usualThemes = [
  'none',
  'deploy',
  'roll back',
  'cancel',
  'register',
  'again',
  'switch',
  'configure',
  'rivals',
  'engine',
  'record',
] as const;
export const themes = [...usualThemes, 'founders'] as const;
export type Theme = (typeof themes)[number];
/** What a crowd can be in each other's way with, so that everybody decides before anybody has written. */
const contested: ReadonlySet<Theme> = new Set(['deploy', 'register', 'again', 'switch', 'configure', 'rivals']);

const SKEW_MS = 1500;
export const SKEWS_MS = [0, 0, 0, SKEW_MS, -SKEW_MS] as const;
/** At most, any two of them. */
export const CLOCKS_DIFFER_SECONDS = (2 * SKEW_MS) / 1000;

export type Lane = { readonly service: string; readonly environment: string };

const allLanes: readonly Lane[] = ['shop', 'cart', 'mail'].flatMap((service) =>
  environments.map((environment) => ({ service, environment })),
);

/** One world in so many is one in which much is new. */
const FOUNDED = 1 / 10;

/** The others are the same with and without these. */
export const weatherOf = (chance: Chance, seed: number): Weather => {
  const usual = usualWeather(chance);
  if (!chanceOf(`founded ${seed}`).hits(FOUNDED)) return usual;
  return { ...usual, theme: 'founders', contest: false, lanes: [...usual.lanes, ...newLanes] };
};

const newLanes: readonly Lane[] = [
  { service: later.service, environment: 'sandbox' },
  { service: later.service, environment: later.environment },
  { service: 'shop', environment: later.environment },
  { service: 'lone', environment: 'sandbox' },
];

const usualWeather = (chance: Chance): Weather => {
  const theme = chance.pick(usualThemes) ?? 'none';
  const storm = { ...stormOf(chance), ...(theme === 'engine' ? (chance.pick(ILL) ?? {}) : {}) };
  if (!contested.has(theme) || chance.hits(0.4)) return { ...storm, theme, contest: false };
  const environment = chance.pick(environments) ?? FIRST_LANE.environment;
  const wide = theme !== 'deploy' && theme !== 'register';
  const lanes = allLanes.filter((lane) => lane.service !== 'mail' && (wide || lane.environment === environment));
  return { ...storm, ...CALM, lanes, theme, contest: true };
};

/** An engine that takes orders twice, or does not know what it runs; the world around it is well. */
const ILL = [
  { ill: 'orders', faults: 0, engineFaults: 0.3, startFaults: 0.9 },
  { ill: 'sight', faults: 0, engineFaults: 0.1, startFaults: 0 },
] as const;

const CALM = {
  faults: 0,
  engineFaults: 0,
  startFaults: 0,
  deaths: 0,
  crowd: 5,
  tears: 0.3,
  strides: [0, 0, 0, 2],
} as const;

const stormOf = (chance: Chance) => ({
  faults: chance.pick([0, 0.03, 0.1, 0.25]) ?? 0,
  engineFaults: chance.pick([0, 0.1, 0.3]) ?? 0,
  startFaults: chance.pick([0, 0.3, 0.6, 0.9]) ?? 0,
  deaths: chance.pick([0, 0.02, 0.06]) ?? 0,
  holds: chance.pick([0.05, 0.2, 0.4]) ?? 0,
  tears: 0.01,
  crowd: chance.pick([2, 4, 7]) ?? 4,
  strides: chance.pick([[0], [0, 0, 1, 4], [0, 4, 40], [40]]) ?? [0],
  lanes: Array.from({ length: chance.pick([1, 2, 2, 4]) ?? 1 }, () => chance.pick(allLanes) ?? FIRST_LANE),
});

export const FIRST_LANE: Lane = { service: 'shop', environment: 'sandbox' };

/** What came before: some of the lanes have a history to go back to, and some limits are tight. */
export const prelude = (chance: Chance, { lanes, theme, contest }: Weather): readonly Step[] => {
  const limits = !contest
    ? [...tightened(chance), ...counted(chance, theme)]
    : theme === 'deploy'
      ? scarce(chance)
      : plenty;
  const denied = theme === 'record' ? Array.from({ length: MORE_THAN_SINGLE }, () => KNOCK) : [];
  const deeds = [...lanes.flatMap((lane) => historyOf(lane, contest ? 0 : chance.below(3))), ...denied, ...limits];
  const before = deeds.flatMap((what, index): readonly Step[] => {
    const who = PRELUDE + index;
    const rest: Step = { do: 'go on', who, nth: 0, how: 'ok', more: 60 };
    return [{ do: 'set out', who, what, skewMs: 0 }, rest, rest, { do: 'wait', seconds: 12 }];
  });
  return theme === 'record' ? [...before, { do: 'wait', seconds: MOST_OF_AN_HOUR_SECONDS }] : before;
};

/** An hour with so many denials of one kind is told once it is over, which is soon. */
const MORE_THAN_SINGLE = 11;
const MOST_OF_AN_HOUR_SECONDS = 3000;
const KNOCK: Deed = { kind: 'knock', caller: 'observer', wants: 'mutation' };

/** Numbers of those who act before it begins. */
const PRELUDE = 400_000;

const historyOf = ({ service, environment }: Lane, length: number): readonly Deed[] =>
  versions.slice(0, length).flatMap((version): readonly Deed[] => {
    const recipe = service === 'shop' ? { recipeId: 'plain' } : {};
    const look: Deed = { kind: 'reconcile', vigil: 0 };
    return [{ kind: 'deploy', caller: 'admin', service, environment, version, ...recipe }, look, look];
  });

/** Either the last place or the last of a quota is what all want. */
const scarce = (chance: Chance): readonly Deed[] => {
  const lastPlace = chance.hits(0.5);
  const quotas: Edit = { edit: 'quotas', group: 'alpha', deploys: lastPlace ? 60 : 1 + chance.below(2), rollbacks: 9 };
  return [
    { kind: 'configure', edit: { edit: 'places', group: 'alpha', to: lastPlace ? 1 : 2 } },
    { kind: 'configure', edit: quotas },
  ];
};

/** Few requests a minute, or so many that more are denied than have events of their own. */
const counted = (chance: Chance, theme: Theme): readonly Deed[] =>
  theme === 'record' && chance.hits(0.5) ? [{ kind: 'configure', edit: { edit: 'rates', read: 6, mutation: 3 } }] : [];

/** Nothing is used up. */
const plenty: readonly Deed[] = [
  { kind: 'configure', edit: { edit: 'places', group: 'alpha', to: 9 } },
  { kind: 'configure', edit: { edit: 'quotas', group: 'alpha', deploys: 200, rollbacks: 50 } },
];

const tightened = (chance: Chance): readonly Deed[] =>
  groups.flatMap((group): readonly Deed[] => {
    const places: Edit = { edit: 'places', group, to: 1 + chance.below(2) };
    const quotas: Edit = { edit: 'quotas', group, deploys: 2 + chance.below(4), rollbacks: 1 + chance.below(3) };
    const edits = [...(chance.hits(0.4) ? [places] : []), ...(chance.hits(0.25) ? [quotas] : [])];
    return edits.map((edit) => ({ kind: 'configure', edit }));
  });
