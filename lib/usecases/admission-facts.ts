import type { Build } from '../contract/build.ts';
import type { AdmissionFacts, ArtifactPresence } from '../domain/facts.ts';
import { chooseRecipe } from '../domain/recipe-choice.ts';
import type { Caller, PlaneSettings } from '../domain/records.ts';
import { utcDay } from '../domain/time.ts';
import type { Store } from '../ports/store.ts';
import type { PreconditionKeys, Preconditions } from './operation.ts';
import type { World } from './world.ts';

/** An admission only looks whether the artifact is there. */
export type LooksUpArtifacts = { readonly artifacts: Pick<World['artifacts'], 'stat'> };

type Reads = Pick<World, 'store' | 'clock'> & LooksUpArtifacts;

export type Intent = AdmissionFacts['intent'] & { readonly recipeId?: string | undefined };

/** How long a container remembers which group and recipe a service took; the guard row's condition makes it true. */
const HINT_SECONDS = 30;
type Hint = { readonly deliveryGroupId: string; readonly recipeId: string; readonly until: number };
const hints = new Map<string, Hint>();
const HINTS_MAX = 10_000;

/** Settings of a plane before anybody has set any. */
export const settingsDefault: PlaneSettings = {
  mode: 'standard',
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
  const [base, hinted] = await Promise.all([
    readBase(store, intent, keys),
    hint
      ? readGroup(store, {
          deliveryGroupId: hint.deliveryGroupId,
          recipeId: hint.recipeId,
          environment: intent.environment,
          now,
        })
      : undefined,
  ]);
  const groupId = base.service?.deliveryGroupId;
  const scoped =
    groupId === undefined
      ? undefined
      : hinted?.groupId === groupId
        ? hinted
        : await readGroup(store, {
            deliveryGroupId: groupId,
            recipeId: intent.recipeId,
            environment: intent.environment,
            now,
          });
  const group = scoped?.deliveryGroup;
  const choice =
    group && base.service
      ? chooseRecipe({ recipeId: intent.recipeId, group, service: base.service, environment: intent.environment })
      : undefined;
  const chosen = choice?.kind === 'chosen' ? choice.recipeId : undefined;
  const [recipe, artifact] = await Promise.all([
    chosen === undefined
      ? undefined
      : scoped?.recipe?.id === chosen
        ? scoped.recipe
        : store.read({ recipe: chosen }).then((read) => read.recipe),
    artifactPresence(world, base.build),
  ]);
  if (groupId !== undefined && chosen !== undefined)
    remember(intent, { deliveryGroupId: groupId, recipeId: chosen }, now);
  return {
    now,
    caller,
    intent,
    settings: base.settings ?? settingsDefault,
    service: base.service,
    group,
    environment: base.environment,
    choice,
    recipe,
    build: base.build,
    artifact,
    lane: base.lane,
    slots: scoped?.slots,
    used: { deploys: scoped?.deployQuota ?? 0, rollbacks: scoped?.rollbackQuota ?? 0 },
    guard: scoped?.guard,
    breaker: base.breaker,
    answer: base.answer,
    killSwitch: base.killSwitch,
  };
};

const readBase = (store: Store, { service, environment, version }: Intent, keys: PreconditionKeys) =>
  store.read({
    service,
    environment,
    build: { service, version },
    lane: { service, environment },
    settings: 'plane',
    breaker: 'plane',
    ...keys,
  });

type Scope = {
  readonly deliveryGroupId: string;
  readonly recipeId: string | undefined;
  readonly environment: string;
  readonly now: Date;
};

/** What hangs on the delivery group. Without a recipe in question, a name that no recipe has is asked for. */
export const readGroup = async (store: Store, { deliveryGroupId, recipeId, environment, now }: Scope) => {
  const place = { deliveryGroupId, environment };
  const day = utcDay(now);
  const read = await store.read({
    deliveryGroup: deliveryGroupId,
    recipe: recipeId ?? '-',
    guard: deliveryGroupId,
    slots: place,
    deployQuota: { ...place, day, kind: 'deploy' },
    rollbackQuota: { ...place, day, kind: 'rollback' },
  });
  return { ...read, groupId: deliveryGroupId };
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
