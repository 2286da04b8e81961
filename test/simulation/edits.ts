import { deliveryGroupOf, environmentOf, recipeOf, settingsOf } from '../../lib/adapters/dynamodb/documents.ts';
import * as key from '../../lib/adapters/dynamodb/keys.ts';
import type { Configuration } from '../../lib/adapters/dynamodb/seed-plan.ts';
import type { DeliveryGroup } from '../../lib/contract/delivery-group.ts';
import { groups } from './setting.ts';
import type { Edit } from './steps.ts';
import type { Witness } from './witness.ts';

/** What an operator writes for an edit, from the configuration as it is when they begin. */
export const configurationOf = (edit: Edit, witness: Witness): Configuration => {
  const group = (id: string): DeliveryGroup | undefined => witness.readAt(key.deliveryGroupKey(id), deliveryGroupOf);
  const withGroup = (id: string, set: (before: DeliveryGroup) => Partial<DeliveryGroup>): Configuration => {
    const before = group(id);
    return before ? { deliveryGroups: [{ ...before, ...set(before), revision: before.revision + 1 }] } : {};
  };
  switch (edit.edit) {
    case 'places':
      return withGroup(edit.group, ({ guardrails }) => ({
        guardrails: { ...guardrails, maxConcurrentDeployments: edit.to },
      }));
    case 'quotas':
      return withGroup(edit.group, ({ guardrails }) => ({
        guardrails: { ...guardrails, dailyDeployQuota: edit.deploys, dailyRollbackQuota: edit.rollbacks },
      }));
    case 'binding':
      return withGroup(edit.group, ({ environments }) => ({
        environments: environments.map((bound) =>
          bound.name === edit.environment ? { ...bound, enabled: edit.enabled } : bound,
        ),
      }));
    case 'allow':
      return withGroup(edit.group, ({ allowedRecipes }) => {
        const others = allowedRecipes.filter((recipe) => recipe !== edit.recipe);
        return { allowedRecipes: edit.allowed ? [...others, edit.recipe] : others };
      });
    case 'move':
      return move(
        edit.service,
        edit.to,
        groups.map(group).filter((each) => each !== undefined),
      );
    case 'lifecycle': {
      const environment = witness.readAt(key.environmentKey(edit.environment), environmentOf);
      return environment
        ? { environments: [{ ...environment, lifecycle: edit.to, revision: environment.revision + 1 }] }
        : {};
    }
    case 'recipe': {
      const recipe = witness.readAt(key.recipeKey(edit.recipe), recipeOf);
      return recipe ? { recipes: [{ ...recipe, status: edit.status, revision: recipe.revision + 1 }] } : {};
    }
    case 'mode': {
      const settings = witness.readAt(key.planeKey('settings'), settingsOf);
      return settings ? { settings: { ...settings, mode: edit.to, revision: settings.revision + 1 } } : {};
    }
  }
};

/** A service is in one group at most; in no group nobody may deploy it. */
const move = (service: string, to: string | null, all: readonly DeliveryGroup[]): Configuration => ({
  deliveryGroups: all.map((group) => {
    const others = group.services.filter((name) => name !== service);
    const services = group.id === to ? [...others, service] : others;
    return { ...group, services, revision: group.revision + 1 };
  }),
});
