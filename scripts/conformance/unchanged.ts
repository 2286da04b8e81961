import type { Suite } from './suite.ts';

/** Each kind of object as an admin would send it back unchanged, without revision and reason. */
export const unchanged = async (suite: Suite): Promise<ReadonlyMap<string, object>> => {
  const { group, service, environment, recipeId } = await suite.place();
  const { deliveryGroups, services, environments, recipes, settings } = suite.as('admin');
  const [
    { name, description, owners, services: members, allowedRecipes, environments: bound, guardrails },
    one,
    { displayName, type, lifecycle },
    recipe,
    rates,
    plane,
  ] = await Promise.all([
    deliveryGroups.get({ params: { groupId: group.id } }),
    services.get({ params: { service } }),
    environments.get({ params: { environment } }),
    recipes.get({ params: { recipeId } }),
    settings.rateLimits(),
    settings.plane(),
  ]);
  const { readRpm, mutateRpm } = rates;
  const { mode, admitWhenArtifactUnchecked } = plane;
  const { allowedRecipes: fits, artifactSources } = one;
  const { steps, rollbackSteps, deadlineMinutes, status, engine, behaviorSummary } = recipe;
  return new Map<string, object>([
    [
      `/v1/delivery-groups/${group.id}`,
      { name, description, owners, services: members, allowedRecipes, environments: bound, guardrails },
    ],
    [`/v1/services/${service}`, { allowedRecipes: fits, artifactSources }],
    [`/v1/environments/${environment}`, { displayName, type, lifecycle }],
    [
      `/v1/recipes/${recipeId}`,
      {
        name: recipe.name,
        description: recipe.description,
        behaviorSummary,
        steps,
        rollbackSteps,
        deadlineMinutes,
        status,
        engine,
      },
    ],
    ['/v1/admin/settings/rate-limits', { readRpm, mutateRpm }],
    ['/v1/admin/settings/plane', { mode, admitWhenArtifactUnchecked }],
  ]);
};
