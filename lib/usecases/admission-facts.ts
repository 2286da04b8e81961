import type { Build } from '../contract/build.ts';
import type { Recipe } from '../contract/recipe.ts';
import type { Service } from '../contract/service.ts';
import type { AdmissionFacts, ArtifactPresence } from '../domain/facts.ts';
import { chooseRecipe } from '../domain/recipe-choice.ts';
import type { Caller, Guard, Pulse } from '../domain/records.ts';
import type { PlaneSettings } from '../domain/settings.ts';
import { positionFor } from '../domain/switch-position.ts';
import { utcDay } from '../domain/time.ts';
import type { Store } from '../ports/store.ts';
import type { PreconditionKeys, Preconditions } from './operation.ts';
import type { World } from './world.ts';

/** An admission only looks whether the artifact is there. */
export type LooksUpArtifacts = { readonly artifacts: Pick<World['artifacts'], 'stat'> };

type Reads = Pick<World, 'store' | 'clock' | 'abilitiesOf'> & LooksUpArtifacts;

export type Intent = AdmissionFacts['intent'] & { readonly recipeId?: string | undefined };

/**
 * What a container remembers of a service: its group and recipe, so that all can be read at once; and the guard row as
 * it was before that, which the commit finds unchanged if nothing was configured since. However old, it is never wrong.
 */
type Hint = {
  readonly deliveryGroupId: string;
  readonly recipeId: string;
  readonly guard: Guard;
  readonly until: number;
};
const HINT_SECONDS = 900;
const hints = new Map<string, Hint>();
const HINTS_MAX = 10_000;

/** Settings of a plane before it is set up: in its strictest mode, as nobody knows which is configured. */
export const settingsDefault: PlaneSettings = {
  mode: 'evaluation',
  createdAt: '2026-01-01T00:00:00.000Z',
  refresh: { defaultSeconds: 300, minSeconds: 60, maxSeconds: 3600 },
  limits: { readRpm: 600, mutateRpm: 60 },
  linkExposure: { repository: true, runUrl: true, serviceUrl: true },
  revision: 0,
};

/** Everything an admission is decided from: one round trip when the container knows the service, else two. */
export const loadAdmission = async (
  world: Reads,
  caller: Caller,
  intent: Intent,
  keys: PreconditionKeys,
): Promise<AdmissionFacts & Preconditions> => {
  const { store } = world;
  const now = world.clock.now();
  const hint = hintFor(intent, now);
  const { environment } = intent;
  const [base, hinted] = await Promise.all([
    readBase(store, intent, keys),
    hint ? store.read(groupKeys({ ...hint, environment, now })) : undefined,
  ]);
  const groupId = base.service?.deliveryGroupId;
  const warm = hint?.deliveryGroupId === groupId ? hinted : undefined;
  const cold = warm || !base.service ? undefined : await readScope(store, base.service, { ...intent, now });
  // It moved to another group between the two reads.
  if (cold && cold.service?.deliveryGroupId !== groupId) return loadAdmission(world, caller, intent, keys);
  const { service, settings, ...found } = { ...base, ...cold };
  const scoped = warm ?? cold;
  const group = scoped?.deliveryGroup;
  const choice =
    group && service ? chooseRecipe({ recipeId: intent.recipeId, group, service, environment }) : undefined;
  const chosen = choice?.kind === 'chosen' ? choice.recipeId : undefined;
  const [recipe, artifact] = await Promise.all([
    chosen === undefined
      ? undefined
      : scoped?.recipe?.id === chosen
        ? scoped.recipe
        : store.read({ recipe: chosen }).then((read) => read.recipe),
    artifactPresence(world, base.build),
  ]);
  if (groupId !== undefined && chosen !== undefined && scoped?.guard) {
    remember(intent, { deliveryGroupId: groupId, recipeId: chosen, guard: scoped.guard }, now);
  }
  return {
    now,
    caller,
    intent,
    settings: settings ?? settingsDefault,
    service,
    group,
    environment: found.environment,
    choice,
    recipe,
    build: found.build,
    artifact,
    lane: found.lane,
    slots: scoped?.slots,
    used: { deploys: scoped?.deployQuota ?? 0, rollbacks: scoped?.rollbackQuota ?? 0 },
    guard: warm ? hint?.guard : scoped?.guard,
    breaker: found.breaker,
    connected: found.pulse?.engineType,
    abilities: abilitiesFor(world, found.pulse, recipe),
    answer: found.answer,
    killSwitch: positionFor(found.killSwitch, scoped?.guard),
  };
};

/** Of the engine that is connected; before that is known, of the one that the recipe is for. */
const abilitiesFor = ({ abilitiesOf }: Reads, pulse: Pulse | undefined, recipe: Recipe | undefined) => {
  const type = pulse?.engineType ?? recipe?.engine?.type;
  return type === undefined ? undefined : abilitiesOf(type);
};

const readBase = (store: Store, { service, environment, version }: Intent, keys: PreconditionKeys) =>
  store.read({
    service,
    environment,
    build: { service, version },
    lane: { service, environment },
    settings: 'plane',
    breaker: 'plane',
    pulse: 'plane',
    ...keys,
  });

type Scope = {
  readonly deliveryGroupId: string;
  readonly recipeId: string | undefined;
  readonly environment: string;
  readonly now: Date;
};

/** What hangs on the delivery group. Without a recipe in question, a name that no recipe has is asked for. */
export const groupKeys = ({ deliveryGroupId, recipeId, environment, now }: Scope) => {
  const place = { deliveryGroupId, environment };
  const day = utcDay(now);
  return {
    deliveryGroup: deliveryGroupId,
    recipe: recipeId ?? '-',
    guard: deliveryGroupId,
    slots: place,
    deployQuota: { ...place, day, kind: 'deploy' },
    rollbackQuota: { ...place, day, kind: 'rollback' },
  } as const;
};

type Asked = Pick<Intent, 'environment' | 'recipeId'> & { readonly now: Date };

/**
 * Once the group is known: its part, with the first recipe that fits if none is asked for, and all that the guard row
 * covers together with it, so that nothing is decided from what was read before the guard.
 */
const readScope = (store: Store, { name, deliveryGroupId, allowedRecipes }: Service, asked: Asked) => {
  if (deliveryGroupId === undefined) return undefined;
  const recipeId = asked.recipeId ?? allowedRecipes[0];
  return store.readTogether({
    ...groupKeys({ ...asked, deliveryGroupId, recipeId }),
    service: name,
    environment: asked.environment,
    settings: 'plane',
  });
};

/** Looks the artifact up; a store that does not answer never blocks a deployment, the engine checks it again. */
export const artifactPresence = async (
  { artifacts }: LooksUpArtifacts,
  build: Build | undefined,
): Promise<ArtifactPresence | undefined> => {
  if (!build) return undefined;
  try {
    return (await artifacts.stat(build.artifactRef)) ? 'present' : 'missing';
  } catch {
    return 'unchecked';
  }
};

const hintKey = ({ service, environment, recipeId }: Intent): string => `${service} ${environment} ${recipeId ?? ''}`;

const hintFor = (intent: Intent, now: Date): Hint | undefined => {
  const hint = hints.get(hintKey(intent));
  return hint && hint.until > now.getTime() ? hint : undefined;
};

const remember = (intent: Intent, hint: Omit<Hint, 'until'>, now: Date): void => {
  if (hints.size >= HINTS_MAX) hints.clear();
  hints.set(hintKey(intent), { ...hint, until: now.getTime() + HINT_SECONDS * 1000 });
};
