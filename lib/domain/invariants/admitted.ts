import type { Build } from '../../contract/build.ts';
import type { DeliveryGroup } from '../../contract/delivery-group.ts';
import type { Environment } from '../../contract/environment.ts';
import type { Recipe } from '../../contract/recipe.ts';
import type { Service } from '../../contract/service.ts';
import { binding, limitsIn } from '../limits.ts';
import type { DeploymentRecord, Guard } from '../records.ts';
import { broken, type Check } from './invariant.ts';

/** All that is in force at the instant of an admission, its own claims among what is used. */
export type InForce = {
  readonly group: DeliveryGroup | undefined;
  readonly service: Service | undefined;
  readonly environment: Environment | undefined;
  readonly recipe: Recipe | undefined;
  readonly build: Build | undefined;
  readonly guard: Guard | undefined;
  readonly mode: 'standard' | 'evaluation';
  readonly held: number;
  readonly used: number;
};

/** Whether an admission stands on the rules of its own instant; only who sees the commit can tell. */
export const admittedWithin = function* (record: DeploymentRecord, inForce: InForce): Iterable<Check> {
  const { id } = record;
  const { group, service, environment, guard, mode, held, used } = inForce;
  const limits = group && limitsIn(group, record.environment, mode);
  const claims = record.waitsFor === undefined;
  const quota = record.quota.kind === 'deploy' ? limits?.dailyDeployQuota : limits?.dailyRollbackQuota;
  const bound = group && binding(group, record.environment);
  yield guard?.mutationsDisabled === false || broken([id], `${id} is admitted while changes are switched off`);
  yield service?.deliveryGroupId === record.deliveryGroupId ||
    broken([id], `${id} is admitted for ${record.deliveryGroupId}; its service is in ${service?.deliveryGroupId}`);
  yield (bound?.enabled === true && environment?.lifecycle === 'active') ||
    broken([id], `${id} is admitted to ${record.environment}, which is not open`);
  yield mode === 'standard' ||
    environment?.type === 'non_prod' ||
    broken([id], `${id} is admitted to production in evaluation mode`);
  yield !claims ||
    (limits !== undefined && held <= limits.maxConcurrentDeployments) ||
    broken([id], `${id} is admitted as ${held} of ${limits?.maxConcurrentDeployments} places`);
  yield (quota !== undefined && used <= quota) || broken([id], `${id} is admitted as ${used} of ${quota} of the day`);
  yield inForce.build?.status === 'VERIFIED' || broken([id], `${id} is admitted with a build that is not verified`);
  yield* recipeAllowed(record, inForce);
};

/** A rollback uses the recipe of what it undoes, allowed or not. */
const recipeAllowed = function* (record: DeploymentRecord, { recipe, group, service }: InForce): Iterable<Check> {
  const { id, recipeId, recipeRevision, deploymentKind } = record;
  yield recipe?.revision === recipeRevision ||
    broken([id], `${id} is admitted with revision ${recipeRevision} of ${recipeId}; now is ${recipe?.revision}`);
  if (deploymentKind === 'ROLLBACK') return;
  yield recipe?.status === 'active' || broken([id], `${id} is admitted with ${recipeId}, which is deprecated`);
  yield group?.allowedRecipes.includes(recipeId) ||
    broken([id], `${id} is admitted with ${recipeId}, not allowed here`);
  yield service?.allowedRecipes.includes(recipeId) ||
    broken([id], `${id} is admitted with ${recipeId}, which does not fit`);
};
