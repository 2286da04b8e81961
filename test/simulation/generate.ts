import { environmentOf, serviceOf, settingsOf } from '../../lib/adapters/dynamodb/documents.ts';
import * as key from '../../lib/adapters/dynamodb/keys.ts';
import type { Chance } from './chance.ts';
import { founding } from './founding.ts';
import type { Play } from './play.ts';
import { knock, longWait, recordWeights, sealSkewOf } from './record-weather.ts';
import { environments, groups, recipes, services, spoiled, versions } from './setting.ts';
import {
  type Deed,
  deaths,
  type Edit,
  type EngineMove,
  type Fault,
  faultsOf,
  type How,
  type Step,
  tasks,
} from './steps.ts';
import { FIRST_LANE, SKEWS_MS, type Theme, type Weather } from './weather.ts';

const THEME_WEIGHT = 5;
/** There is one of these for many requests. */
const RARE_THEME_WEIGHT = 15;

/** While much is added it is turned often enough to meet that. */
const switchShare = (theme: Theme): number =>
  theme === 'switch' ? RARE_THEME_WEIGHT : theme === 'founders' ? THEME_WEIGHT : 1;

/** Changes are switched off most of all when somebody who has read that they are on is about to write. */
const switchWeight = ({ stage, deeds }: Play, { theme, contest }: Weather): number => {
  const usual = (deeds.closed() ? 8 : 0.5) * switchShare(theme);
  if (!contest) return usual;
  if (theme === 'rivals') return 12;
  if (theme !== 'switch') return 0;
  const writes = stage.calls().some(({ actor, method }) => actor.kind === 'machine' && method === 'store.write');
  return writes && !deeds.closed() ? 20 * usual : usual;
};

/** So long a contest lasts, by steps; a rest takes half of that. */
const REST_EVERY = 25;
const WAITS_SECONDS = [1, 2, 5, 15, 31, 61, 91, 300] as const;
/** After the longest, containers have forgotten what they knew. */
const RESTS_SECONDS = [5, 31, 91, 300, 1000, 1000] as const;

/** What happens next. */
export const nextStep = (play: Play, chance: Chance, { weather, who }: { weather: Weather; who: number }): Step => {
  const waiting = play.stage.calls().length;
  const due = play.machines.due().length;
  const crowd = play.stage.actors().length;
  const { observation, search } = play.engine.engine.abilities;
  const sees = observation && search;
  const rests = weather.contest && Math.floor(who / REST_EVERY) % 3 === 2;
  const room = crowd < weather.crowd ? 1 : 0.05;
  // What was admitted before the switch is to be handed over while it moves.
  const duty = weather.contest && !rests && weather.theme !== 'switch' ? 0.2 : 1;
  const record = recordWeights(play, weather);
  const what = chance.weighted({
    go: waiting > 0 ? 30 + 12 * waiting : 0,
    request: (weather.contest ? (rests ? 0 : weather.theme === 'rivals' ? 6 : 60) : 14) * room,
    knock: record.knock * room,
    seal: record.seal * room,
    machine: due > 0 ? 30 * room * duty : 0,
    task: play.made.size === 0 ? 0 : !weather.contest ? room : weather.theme === 'switch' ? 20 * room : 0,
    stream: (play.undelivered.size > 0 ? 20 : 1) * room * duty,
    reconcile: record.reconcile * room * duty,
    hear: (sees ? 4 : 12) * room * duty,
    switch: room * switchWeight(play, weather),
    configure: 2 * room * configureWeight(weather),
    wait: (waiting > 0 ? 5 : 14) * record.waits,
    engine: weather.contest ? 0 : play.engine.isReplaced() ? 8 : 1,
    lag: 0.4,
    'machines end': weather.contest ? 0 : 0.3,
  });
  const setOut = (deed: Deed): Step => ({
    do: 'set out',
    who,
    what: deed,
    skewMs: chance.pick(SKEWS_MS) ?? 0,
  });
  switch (what) {
    case 'go':
      return goOn(play, chance, weather);
    case 'machine':
      return setOut({ kind: 'machine', of: makerWhere(play, chance, play.machines.due()) });
    case 'task':
      return setOut({
        kind: 'machine',
        of: anyMaker(play, chance),
        again: weather.contest ? 'start' : (chance.pick(tasks) ?? 'start'),
      });
    case 'stream':
      return setOut({ kind: 'stream', of: streamOf(play, chance) });
    case 'reconcile':
      return setOut({ kind: 'reconcile', vigil: chance.pick([0, 0, 0, 12, 57]) ?? 0 });
    case 'hear':
      return setOut({
        kind: 'hear',
        of: chance.hits(0.95) ? anyMaker(play, chance) : -1,
        word: chance.pick(['none', 'its own', 'its own', 'another'] as const) ?? 'none',
        late: chance.pick([0, 0, 3, 30, 300]) ?? 0,
        vigil: chance.pick([0, 0, 0, 12, 45]) ?? 0,
      });
    case 'switch':
      return setOut({ kind: 'switch', on: play.deeds.closed() ? chance.hits(0.1) : chance.hits(0.8) });
    case 'configure':
      return setOut({ kind: 'configure', edit: editOf(play, chance, weather) });
    case 'engine':
      return {
        do: 'engine',
        what: chance.pick(play.engine.isReplaced() ? ['is connected again'] : moves) ?? 'comes back',
      };
    case 'machines end':
      return { do: 'machines end' };
    case 'lag':
      return { do: 'lag', ms: chance.pick([0, 0, 1000, 30_000]) ?? 0 };
    case 'seal':
      return { do: 'set out', who, what: { kind: 'seal' }, skewMs: sealSkewOf(play, chance) };
    case 'knock':
      return { do: 'set out', who, ...knock(play, chance) };
    case 'request':
      return setOut(request(play, chance, { weather, who }));
    default:
      return {
        do: 'wait',
        seconds:
          weather.theme === 'record'
            ? longWait(play, chance)
            : (chance.pick(rests ? RESTS_SECONDS : WAITS_SECONDS) ?? 1),
      };
  }
};

const configureWeight = ({ theme, contest }: Weather): number => {
  if (contest && theme === 'rivals') return 2 * RARE_THEME_WEIGHT;
  return theme === 'configure' || theme === 'founders' ? RARE_THEME_WEIGHT : 1;
};

const moves: readonly EngineMove[] = [
  ...(['goes down', 'goes down', 'comes back', 'comes back', 'comes back', 'comes back'] as const),
  ...(['restarts', 'restarts', 'is replaced'] as const),
];

const goOn = (play: Play, chance: Chance, weather: Weather): Step => {
  const calls = play.stage.calls();
  const urgent = calls.filter(({ method, actor }) =>
    weather.contest ? OPERATING.has(actor.kind) : method === 'engine.start',
  );
  const share = weather.contest && weather.theme === 'switch' ? 0.9 : 0.5;
  const call = chance.pick(urgent.length > 0 && chance.hits(share) ? urgent : calls);
  if (!call) return { do: 'wait', seconds: 1 };
  const mine = play.stage.calls().filter(({ actor }) => actor === call.actor);
  return {
    do: 'go on',
    who: call.actor.number,
    nth: mine.indexOf(call),
    how: howOf(chance, weather, call),
    more: chance.pick(weather.strides) ?? 0,
  };
};

const howOf = (
  chance: Chance,
  weather: Weather,
  { method, actor }: { method: string; actor: { kind: string } },
): How => {
  if (method === 'store.get' && chance.hits(weather.tears))
    return chance.pick(['torn', 'torn backwards'] as const) ?? 'torn';
  const illness = weather.ill && illnesses[weather.ill][method];
  if (illness && chance.hits(ILL_SHARE)) return chance.pick(illness) ?? 'ok';
  if (chance.hits(faultShare(weather, method))) return chance.pick(faultsOf[method] ?? []) ?? 'ok';
  if (chance.hits(weather.deaths)) {
    // Requests pass no named crash point.
    return CRASHING.has(actor.kind) && chance.hits(0.5) ? 'doom' : (chance.pick(deaths) ?? 'ok');
  }
  return chance.hits(weather.holds) ? 'hold' : 'ok';
};

/** What an engine does that takes orders twice, and one that does not know what it runs. */
const ILL_SHARE = 0.5;
const illnesses: Readonly<Record<NonNullable<Weather['ill']>, Readonly<Record<string, readonly Fault[]>>>> = {
  orders: { 'engine.start': ['reset after two', 'reset after two', 'timeout after', 'reject though accepted'] },
  sight: {
    'engine.observe': ['unknown status', 'unknown status', 'unknown execution'],
    'engine.observeMany': ['unknown status', 'unknown execution'],
  },
};

/** What must not be slower than those whom it gets in the way of. */
const OPERATING: ReadonlySet<string> = new Set(['switch', 'configure']);
const CRASHING: ReadonlySet<string> = new Set(['machine', 'reconcile', 'hear', 'stream', 'seal']);

/** To read goes wrong in few ways, and does no harm; to write and to ask the engine does. */
const faultShare = ({ faults, engineFaults, startFaults }: Weather, method: string): number => {
  if (method === 'engine.start') return startFaults;
  if (method.startsWith('engine.')) return engineFaults;
  return method.startsWith('store.') && method !== 'store.write' ? faults * 0.2 : faults;
};

/** Mostly one of the last few. */
const anyMaker = (play: Play, chance: Chance): number => {
  const makers = [...play.made.keys()];
  return chance.pick(chance.hits(0.8) ? makers.slice(-4) : makers) ?? -1;
};

const makerWhere = (play: Play, chance: Chance, ids: readonly string[]): number => {
  const id = chance.pick(ids);
  return [...play.made].find(([, other]) => other === id)?.[0] ?? -1;
};

const streamOf = (play: Play, chance: Chance): readonly number[] => {
  const count = 1 + chance.below(3);
  const pool = play.undelivered.size > 0 && chance.hits(0.9) ? [...play.undelivered] : [...play.made.values()];
  return Array.from({ length: Math.min(count, pool.length) }, () => makerWhere(play, chance, pool));
};

const registration = (chance: Chance, who: number): Deed => ({
  kind: 'register',
  service: chance.pick(['shop', 'shop', 'cart']) ?? 'shop',
  version: chance.hits(0.9) ? newVersion(who) : '1.0.0',
  flavor: chance.pick(['good', 'good', 'wrong digest', 'no artifact'] as const) ?? 'good',
});

/** The same for whoever comes at about the same time. */
const newVersion = (who: number): string => `4.${Math.floor(who / NEW_EVERY) % NEW_ONES}.0`;
const NEW_EVERY = 20;
const NEW_ONES = 8;

const request = (play: Play, chance: Chance, { weather, who }: { weather: Weather; who: number }): Deed => {
  if (weather.contest && chance.hits(0.85)) return contender(play, chance, { weather, who });
  const any = play.made.size > 0;
  const more = (theme: Theme): number => (weather.theme === theme ? THEME_WEIGHT : 1);
  const kind = chance.weighted({
    deploy: 10 * more('deploy'),
    validate: 0.7,
    'roll back': any ? 7 * more('roll back') : 0,
    plan: any ? 0.7 : 0,
    cancel: any ? 3 * more('cancel') : 0,
    release: stalledOnes(play).length > 0 ? 10 : any ? 0.3 : 0,
    register: 1 * more('register'),
    again: play.deeds.requests().length > 0 ? 3 * more('again') : 0,
  });
  switch (kind) {
    case 'roll back':
    case 'plan':
    case 'cancel':
      return about(kind, play, chance);
    case 'release':
      return releasing(play, chance);
    case 'register':
      return registration(chance, who);
    case 'again':
      return { kind, of: chance.pick(play.deeds.requests().slice(-6)) ?? -1, changed: chance.hits(0.15) };
    default:
      return { kind: kind ?? 'deploy', ...intent(chance, weather) };
  }
};

/** Mostly what it makes sense for, by who may. */
const about = (kind: 'roll back' | 'plan' | 'cancel', play: Play, chance: Chance): Deed => {
  const candidates = [...play.witness.stored().lanes].flatMap(({ inFlight, waiting, running, newestAttempt }) =>
    (kind === 'cancel' ? [waiting, inFlight] : [inFlight, running, newestAttempt]).flatMap(
      (entry) => entry?.deploymentId ?? [],
    ),
  );
  const of = chance.hits(0.75) && candidates.length > 0 ? makerWhere(play, chance, candidates) : anyMaker(play, chance);
  const owner = play.witness.recordOf(play.made.get(of) ?? '')?.deliveryGroupId ?? 'admin';
  const caller = chance.hits(0.85) ? owner : (chance.pick(['alpha', 'beta', 'admin']) ?? 'admin');
  return { kind, caller, of: chance.hits(0.97) ? of : -1 };
};

const stalledOnes = ({ witness }: Play): readonly string[] =>
  [...witness.stored().lanes]
    .flatMap(({ inFlight, waiting }) => [inFlight, waiting])
    .flatMap((entry) => (entry && witness.recordOf(entry.deploymentId)?.stalled ? entry.deploymentId : []));

/** Mostly what nobody hears of any more. */
const releasing = (play: Play, chance: Chance): Deed => {
  const stalled = stalledOnes(play);
  const of = chance.hits(0.9) && stalled.length > 0 ? makerWhere(play, chance, stalled) : anyMaker(play, chance);
  return { kind: 'release', caller: 'admin', of };
};

/** Everybody wants the same; what has got it is canceled before long, so that there is something to get again. */
const contender = (play: Play, chance: Chance, { weather, who }: { weather: Weather; who: number }): Deed => {
  if (weather.theme === 'register') return registration(chance, who);
  const asked = play.deeds.requests().slice(-3);
  if (weather.theme === 'again' && asked.length > 0 && chance.hits(0.5)) {
    return { kind: 'again', of: chance.pick(asked) ?? -1, changed: chance.hits(0.6) };
  }
  const taken = new Map(
    [...play.witness.stored().lanes].flatMap(({ service, environment, inFlight }) =>
      inFlight ? [[`${service} ${environment}`, inFlight.deploymentId]] : [],
    ),
  );
  const free = weather.lanes.filter(({ service, environment }) => !taken.has(`${service} ${environment}`));
  if (taken.size > 0 && (free.length === 0 || chance.hits(0.2))) {
    return { kind: 'cancel', caller: 'admin', of: makerWhere(play, chance, [...taken.values()]) };
  }
  return { kind: 'deploy', ...plainIntent(chance, chance.hits(0.8) ? free : weather.lanes) };
};

/** What nobody refuses unless something is used up. */
const plainIntent = (chance: Chance, lanes: Weather['lanes']) => ({
  caller: 'alpha',
  ...(chance.pick(lanes) ?? FIRST_LANE),
  version: chance.pick(versions) ?? '1.0.0',
  recipeId: 'plain',
});

const intent = (chance: Chance, { lanes }: Weather) => {
  const lane = chance.pick(lanes) ?? FIRST_LANE;
  const service = chance.hits(0.85) ? lane.service : (chance.pick([...services, 'ghost']) ?? 'shop');
  const environment = chance.hits(0.92) ? lane.environment : (chance.pick([...environments, 'nowhere']) ?? 'sandbox');
  const recipeId = chance.weighted({
    none: service === 'shop' ? 0.3 : 12,
    plain: 4,
    canary: service === 'shop' ? 4 : 0.3,
    ghost: 0.1,
  });
  return {
    caller: chance.hits(0.9)
      ? service === 'mail'
        ? 'beta'
        : 'alpha'
      : (chance.pick(['admin', 'admin', 'alpha', 'beta']) ?? 'admin'),
    service,
    environment,
    version: (chance.hits(0.95) ? chance.pick([...versions, ...versions, '4.0.0']) : chance.pick(spoiled)) ?? '1.0.0',
    ...(recipeId === undefined || recipeId === 'none' ? {} : { recipeId }),
  };
};

const editOf = (play: Play, chance: Chance, { contest, theme }: Weather): Edit => {
  if (theme === 'rivals') return rivaling(chance);
  if (theme === 'founders' && chance.hits(0.8)) return founding(play, chance);
  return contest ? turning(play, chance) : edit(chance);
};

/** What gets into the way of another one under way: one service for two groups, one recipe that two groups come to use. */
const rivaling = (chance: Chance): Edit => {
  const group = chance.pick(groups) ?? 'alpha';
  const edits: readonly Edit[] = [
    { edit: 'allow', group, recipe: 'canary', allowed: chance.hits(0.5) },
    { edit: 'move', service: 'lone', to: chance.pick([...groups, ...groups, null]) ?? null },
    { edit: 'recipe', recipe: 'canary', status: chance.hits(0.5) ? 'active' : 'deprecated' },
  ];
  return chance.pick([...edits.slice(0, 2), ...edits]) ?? edit(chance);
};

/** Closes something that is open, or opens it again, so that each edit makes a difference. */
const turning = ({ witness }: Play, chance: Chance): Edit => {
  const closed = environments.find(
    (name) => witness.readAt(key.environmentKey(name), environmentOf)?.lifecycle !== 'active',
  );
  if (closed) return { edit: 'lifecycle', environment: closed, to: 'active' };
  const strict = witness.readAt(key.planeKey('settings'), settingsOf)?.mode === 'evaluation';
  if (strict) return { edit: 'mode', to: 'standard' };
  const moved = ['shop', 'cart'].find(
    (name) => witness.readAt(key.serviceKey(name), serviceOf)?.deliveryGroupId !== 'alpha',
  );
  if (moved) return { edit: 'move', service: moved, to: 'alpha' };
  const edits: readonly Edit[] = [
    { edit: 'lifecycle', environment: chance.pick(environments) ?? 'sandbox', to: 'disabled' },
    { edit: 'mode', to: 'evaluation' },
    { edit: 'move', service: chance.pick(['shop', 'cart']) ?? 'shop', to: 'beta' },
  ];
  return chance.pick(edits) ?? edit(chance);
};

const edit = (chance: Chance): Edit => {
  const group = chance.pick(groups) ?? 'alpha';
  const environment = chance.pick(environments) ?? 'sandbox';
  const recipe = chance.pick(recipes) ?? 'plain';
  const edits: readonly Edit[] = [
    { edit: 'places', group, to: 1 + chance.below(3) },
    { edit: 'places', group, to: 1 + chance.below(3) },
    { edit: 'quotas', group, deploys: 1 + chance.below(12), rollbacks: chance.below(5) },
    { edit: 'binding', group, environment, enabled: chance.hits(0.75) },
    {
      edit: 'move',
      service: chance.pick(services) ?? 'shop',
      to: chance.pick(['alpha', 'alpha', 'beta', null]) ?? null,
    },
    {
      edit: 'lifecycle',
      environment,
      to: chance.pick(['active', 'active', 'active', 'disabled', 'retired'] as const) ?? 'active',
    },
    { edit: 'recipe', recipe, status: chance.hits(0.75) ? 'active' : 'deprecated' },
    { edit: 'allow', group, recipe, allowed: chance.hits(0.75) },
    { edit: 'mode', to: chance.hits(0.7) ? 'standard' : 'evaluation' },
    { edit: 'rates', read: chance.pick([4, 30, 600]) ?? 600, mutation: chance.pick([1, 3, 60]) ?? 60 },
  ];
  return chance.pick(edits) ?? { edit: 'places', group, to: 2 };
};
