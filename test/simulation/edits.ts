import {
  deliveryGroupOf,
  environmentOf,
  recipeOf,
  serviceOf,
  settingsOf,
} from '../../lib/adapters/dynamodb/documents.ts';
import * as key from '../../lib/adapters/dynamodb/keys.ts';
import type { DeliveryGroup } from '../../lib/contract/delivery-group.ts';
import { createEnvironment, deleteEnvironment, updateEnvironment } from '../../lib/usecases/configure/environments.ts';
import { createDeliveryGroup, updateDeliveryGroup } from '../../lib/usecases/configure/groups.ts';
import { updateRecipe } from '../../lib/usecases/configure/recipes.ts';
import { createService, updateService } from '../../lib/usecases/configure/services.ts';
import { setPlane, setRateLimits } from '../../lib/usecases/configure/settings.ts';
import type { MutationRequest } from '../../lib/usecases/operation.ts';
import type { Result } from '../../lib/usecases/result.ts';
import type { World } from '../../lib/usecases/world.ts';
import { anAdmin } from '../usecases/callers.ts';
import { everywhere, groups, later } from './setting.ts';
import type { Edit } from './steps.ts';
import type { Witness } from './witness.ts';

/** What an admin does for an edit, from what the pages showed when they began; several may do so at once. */

type Admin = { readonly world: World; readonly witness: Witness; readonly number: number };

const reason = 'See what comes of it';

/** A request of the admin's own: one key for each of the things done. */
export const byAdmin = <Input>(number: number, operation: string, value: Input): MutationRequest<Input> => ({
  caller: anAdmin(),
  requestId: `request-${number}-${operation}`,
  operation,
  idempotencyKey: `key-${number}-${JSON.stringify(value).length}`,
  fingerprint: JSON.stringify(value),
  input: { ok: true, value },
});

/** `undefined`: there was nothing to change. */
type Outcome = Promise<Result<unknown> | undefined>;

export const carryOut = async (edit: Edit, admin: Admin): Outcome => {
  switch (edit.edit) {
    case 'places':
      return changeGroup(admin, edit.group, ({ guardrails }) => ({
        guardrails: { ...guardrails, maxConcurrentDeployments: edit.to },
      }));
    case 'quotas':
      return changeGroup(admin, edit.group, ({ guardrails }) => ({
        guardrails: { ...guardrails, dailyDeployQuota: edit.deploys, dailyRollbackQuota: edit.rollbacks },
      }));
    case 'binding':
      return changeGroup(admin, edit.group, ({ environments }) => ({
        environments: environments.map((bound) =>
          bound.name === edit.environment ? { ...bound, enabled: edit.enabled } : bound,
        ),
      }));
    case 'allow':
      return changeGroup(admin, edit.group, ({ allowedRecipes }) => {
        const others = allowedRecipes.filter((recipe) => recipe !== edit.recipe);
        return { allowedRecipes: edit.allowed ? [...others, edit.recipe] : others };
      });
    case 'move':
      return move(admin, edit.service, edit.to);
    case 'lifecycle':
      return setLifecycle(admin, edit);
    case 'recipe':
      return setStatus(admin, edit);
    case 'mode': {
      const settings = admin.witness.readAt(key.planeKey('settings'), settingsOf);
      const revision = settings?.parts?.plane?.revision ?? 1;
      const body = { mode: edit.to, admitWhenArtifactUnchecked: true, revision, reason };
      return setPlane(admin.world, byAdmin(admin.number, 'settings.setPlane', { body }));
    }
    case 'rates': {
      const settings = admin.witness.readAt(key.planeKey('settings'), settingsOf);
      const revision = settings?.parts?.rateLimits?.revision ?? 1;
      const body = { readRpm: edit.read, mutateRpm: edit.mutation, revision, reason };
      return setRateLimits(admin.world, byAdmin(admin.number, 'settings.setRateLimits', { body }));
    }
    case 'add group':
      return addGroup(admin, edit.group, edit.services);
    case 'add environment':
      return addEnvironment(admin, edit.environment);
    case 'delete environment':
      return removeEnvironment(admin, edit.environment);
    case 'bind':
      return changeGroup(admin, edit.group, ({ environments }) => {
        const others = environments.filter(({ name }) => name !== edit.environment);
        const bound = { name: edit.environment, enabled: true, promotionOrder: 9 };
        return { environments: edit.bound ? [...others, bound] : others };
      });
    case 'add service': {
      const body = { name: edit.service, allowedRecipes: ['plain'], artifactSources: sourcesOf(edit.service) };
      return createService(admin.world, byAdmin(admin.number, 'services.create', { body }));
    }
    case 'fit':
      return setFitting(admin, edit.service, edit.recipes);
  }
};

const groupNamed = ({ witness }: Admin, id: string): DeliveryGroup | undefined =>
  witness.readAt(key.deliveryGroupKey(id), deliveryGroupOf);

const changeGroup = async (
  admin: Admin,
  groupId: string,
  set: (before: DeliveryGroup) => Partial<DeliveryGroup>,
): Outcome => {
  const before = groupNamed(admin, groupId);
  if (!before) return undefined;
  const { id: _id, createdAt: _at, createdBy: _by, updatedAt: _then, updatedBy: _who, ...fields } = before;
  const { lastChangeReason: _reason, ...rest } = fields;
  const body = { ...rest, ...set(before), revision: before.revision, reason };
  const value = { params: { groupId }, body };
  return updateDeliveryGroup(admin.world, byAdmin(admin.number, 'deliveryGroups.update', value));
};

/** A service leaves one group before it joins another; in no group nobody may deploy it. */
const move = async (admin: Admin, service: string, to: string | null): Outcome => {
  let left: Awaited<Outcome>;
  for (const id of [...groups, later.group]) {
    const isHere = groupNamed(admin, id)?.services.includes(service);
    if (!isHere || id === to) continue;
    left = await changeGroup(admin, id, ({ services }) => ({ services: services.filter((name) => name !== service) }));
  }
  if (to === null || groupNamed(admin, to)?.services.includes(service)) return left;
  return changeGroup(admin, to, ({ services }) => ({ services: [...services, service] }));
};

const setLifecycle = async (admin: Admin, { environment, to }: Extract<Edit, { edit: 'lifecycle' }>) => {
  const before = admin.witness.readAt(key.environmentKey(environment), environmentOf);
  if (!before) return undefined;
  const { displayName, type, revision } = before;
  const value = { params: { environment }, body: { displayName, type, lifecycle: to, revision, reason } };
  return updateEnvironment(admin.world, byAdmin(admin.number, 'environments.update', value));
};

const setStatus = async (admin: Admin, { recipe: recipeId, status }: Extract<Edit, { edit: 'recipe' }>) => {
  const before = admin.witness.readAt(key.recipeKey(recipeId), recipeOf);
  if (!before?.engine) return undefined;
  const { name, description, behaviorSummary, steps, deadlineMinutes, engine, revision } = before;
  const body = { name, description, behaviorSummary, steps, deadlineMinutes, engine, status, revision, reason };
  const value = { params: { recipeId }, body };
  return updateRecipe(admin.world, byAdmin(admin.number, 'recipes.update', value));
};

const sourcesOf = (service: string): string[] => [`s3://artifacts/${service}/`];

const addGroup = (admin: Admin, id: string, services: readonly string[]): Outcome => {
  const body = {
    id,
    name: id,
    owners: [...groups, id].map((owner) => `${owner}@example.com`),
    services: [...services],
    allowedRecipes: ['plain'],
    environments: everywhere,
    guardrails: { maxConcurrentDeployments: 1, dailyDeployQuota: 6, dailyRollbackQuota: 3 },
  };
  return createDeliveryGroup(admin.world, byAdmin(admin.number, 'deliveryGroups.create', { body }));
};

const addEnvironment = (admin: Admin, name: string): Outcome => {
  const body = { name, displayName: name, type: 'non_prod', lifecycle: 'active' } as const;
  return createEnvironment(admin.world, byAdmin(admin.number, 'environments.create', { body }));
};

const removeEnvironment = async (admin: Admin, environment: string): Outcome => {
  const before = admin.witness.readAt(key.environmentKey(environment), environmentOf);
  if (!before) return undefined;
  const value = { params: { environment }, query: { revision: before.revision, reason } };
  return deleteEnvironment(admin.world, byAdmin(admin.number, 'environments.delete', value));
};

const setFitting = async (admin: Admin, service: string, recipes: readonly string[]): Outcome => {
  const before = admin.witness.readAt(key.serviceKey(service), serviceOf);
  if (!before) return undefined;
  const { artifactSources, revision } = before;
  const body = { allowedRecipes: [...recipes], artifactSources, revision, reason };
  return updateService(admin.world, byAdmin(admin.number, 'services.update', { params: { service }, body }));
};

/** What came of it, in a word. */
export const outcomeOf = (result: Awaited<Outcome>): string => {
  if (!result) return 'nothing to change';
  return result.kind === 'refused' ? result.refusals[0].code : result.kind;
};
