import { deliveryGroupOf, environmentOf, recipeOf, settingsOf } from '../../lib/adapters/dynamodb/documents.ts';
import * as key from '../../lib/adapters/dynamodb/keys.ts';
import type { DeliveryGroup } from '../../lib/contract/delivery-group.ts';
import { updateEnvironment } from '../../lib/usecases/configure/environments.ts';
import { updateDeliveryGroup } from '../../lib/usecases/configure/groups.ts';
import { updateRecipe } from '../../lib/usecases/configure/recipes.ts';
import { setPlane, setRateLimits } from '../../lib/usecases/configure/settings.ts';
import type { MutationRequest } from '../../lib/usecases/operation.ts';
import type { World } from '../../lib/usecases/world.ts';
import { anAdmin } from '../usecases/callers.ts';
import { groups } from './setting.ts';
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

export const carryOut = async (edit: Edit, admin: Admin): Promise<unknown> => {
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
  }
};

const groupNamed = ({ witness }: Admin, id: string): DeliveryGroup | undefined =>
  witness.readAt(key.deliveryGroupKey(id), deliveryGroupOf);

const changeGroup = async (
  admin: Admin,
  groupId: string,
  set: (before: DeliveryGroup) => Partial<DeliveryGroup>,
): Promise<unknown> => {
  const before = groupNamed(admin, groupId);
  if (!before) return undefined;
  const { id: _id, createdAt: _at, createdBy: _by, updatedAt: _then, updatedBy: _who, ...fields } = before;
  const { lastChangeReason: _reason, ...rest } = fields;
  const body = { ...rest, ...set(before), revision: before.revision, reason };
  const value = { params: { groupId }, body };
  return updateDeliveryGroup(admin.world, byAdmin(admin.number, 'deliveryGroups.update', value));
};

/** A service leaves one group before it joins another; in no group nobody may deploy it. */
const move = async (admin: Admin, service: string, to: string | null): Promise<void> => {
  for (const id of groups) {
    const isHere = groupNamed(admin, id)?.services.includes(service);
    if (!isHere || id === to) continue;
    await changeGroup(admin, id, ({ services }) => ({ services: services.filter((name) => name !== service) }));
  }
  if (to === null || groupNamed(admin, to)?.services.includes(service)) return;
  await changeGroup(admin, to, ({ services }) => ({ services: [...services, service] }));
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
