import { settable } from './settable.ts';
import type { Suite } from './suite.ts';

/**
 * Each kind of object as an admin would send it back unchanged, without revision and reason: with everything that can
 * be set, so that a plane which saves it on any revision is still as it was.
 */
export const unchanged = async (suite: Suite): Promise<ReadonlyMap<string, object>> => {
  const { group, service, environment, recipeId } = await suite.place();
  const { deliveryGroups, services, environments, recipes } = suite.as('admin');
  const [one, member, where, how] = await Promise.all([
    deliveryGroups.get({ params: { groupId: group.id } }),
    services.get({ params: { service } }),
    environments.get({ params: { environment } }),
    recipes.get({ params: { recipeId } }),
  ]);
  return new Map<string, object>([
    [`/v1/delivery-groups/${group.id}`, settable.deliveryGroup(one)],
    [`/v1/services/${service}`, settable.service(member)],
    [`/v1/environments/${environment}`, settable.environment(where)],
    [`/v1/recipes/${recipeId}`, settable.recipe(how)],
    ...(await unchangedSettings(suite)),
  ]);
};

/** The same of what is set for the whole plane, part by part. */
export const unchangedSettings = async ({ as }: Suite): Promise<ReadonlyMap<string, object>> => {
  const { settings } = as('admin');
  const [rates, plane, ui, publishers] = await Promise.all([
    settings.rateLimits(),
    settings.plane(),
    settings.ui(),
    settings.ciPublishers(),
  ]);
  return new Map<string, object>([
    ['/v1/admin/settings/rate-limits', settable.rateLimits(rates)],
    ['/v1/admin/settings/plane', settable.plane(plane)],
    ['/v1/admin/settings/ui', settable.ui(ui)],
    ['/v1/admin/settings/ci-publishers', settable.ciPublishers(publishers)],
  ]);
};
