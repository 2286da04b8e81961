import type { DeliveryGroup } from '../../contract/delivery-group.ts';
import type { Environment } from '../../contract/environment.ts';
import type { Recipe } from '../../contract/recipe.ts';
import type { Service } from '../../contract/service.ts';
import { binding } from '../limits.ts';
import type { PlaneSettings, Publishers } from '../settings.ts';

/** The configuration as far as a proposal concerns it; services that it does not concern are left out. */
export type Setup = {
  readonly groups: ReadonlyMap<string, DeliveryGroup>;
  readonly services: ReadonlyMap<string, Service>;
  readonly recipes: ReadonlyMap<string, Recipe>;
  readonly environments: ReadonlyMap<string, Environment>;
  readonly settings: PlaneSettings;
  /** Only where the proposal is about them. */
  readonly publishers: Publishers | undefined;
};

/** One object, or the settings or publishers with the part in them, as it is proposed. */
export type Proposed =
  | { readonly kind: 'deliveryGroup'; readonly value: DeliveryGroup }
  | { readonly kind: 'recipe'; readonly value: Recipe }
  | { readonly kind: 'environment'; readonly value: Environment }
  | { readonly kind: 'service'; readonly value: Service }
  | { readonly kind: 'settings'; readonly value: PlaneSettings }
  | { readonly kind: 'publishers'; readonly value: Publishers };

/** The configuration with the proposal in it. Which group a service is in, the groups say. */
export const withProposed = (setup: Setup, { kind, value }: Proposed): Setup => {
  switch (kind) {
    case 'deliveryGroup':
      return { ...setup, groups: new Map(setup.groups).set(value.id, value) };
    case 'recipe':
      return { ...setup, recipes: new Map(setup.recipes).set(value.id, value) };
    case 'environment':
      return { ...setup, environments: new Map(setup.environments).set(value.name, value) };
    case 'service':
      return { ...setup, services: new Map(setup.services).set(value.name, value) };
    case 'settings':
      return { ...setup, settings: value };
    case 'publishers':
      return { ...setup, publishers: value };
  }
};

/** The recipes that a service can be deployed with in a group; none of a service that is not known. */
export const eligibleRecipes = ({ services, recipes }: Setup, group: DeliveryGroup, name: string): readonly string[] =>
  group.allowedRecipes.filter(
    (id) => recipes.get(id)?.status === 'active' && services.get(name)?.allowedRecipes.includes(id),
  );

/** Whether the group may deploy there: bound, enabled, active, and within the mode of the plane. */
export const isOpen = ({ environments, settings }: Setup, group: DeliveryGroup, name: string): boolean => {
  const environment = environments.get(name);
  return (
    environment?.lifecycle === 'active' &&
    binding(group, name)?.enabled === true &&
    !(settings.mode === 'evaluation' && environment.type === 'prod')
  );
};
