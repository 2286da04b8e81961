import type { Client } from '../../lib/contract/client.ts';

const reason = 'See what it takes';

/** A delivery group that is set up with everything, and loses everything again. */
export async function configureGroup({ services, environments, deliveryGroups }: Client): Promise<void> {
  await services.create({ body: { name: 'configured', allowedRecipes: ['default'], artifactSources: [] } });
  await environments.create({ body: { name: 'configured', displayName: 'C', type: 'non_prod', lifecycle: 'active' } });
  const bound = { name: 'configured', enabled: true, promotionOrder: 1 };
  const group = { name: 'Configured', owners: [], allowedRecipes: ['default'] };
  const { id, revision, guardrails } = await deliveryGroups.create({
    body: { id: 'configured', ...group, services: ['configured'], environments: [bound] },
  });
  const emptied = { ...group, allowedRecipes: [], services: [], environments: [], guardrails, revision, reason };
  await deliveryGroups.update({ params: { groupId: id }, body: emptied });
}

/** What each kind of object would do, and the settings of the plane. */
export async function previewEach({ guardrails, environments, recipes }: Client): Promise<void> {
  const { name, displayName, type } = await environments.get({ params: { environment: 'sandbox' } });
  await guardrails.preview({ body: { environment: { name, displayName, type, lifecycle: 'disabled' } } });
  const { id, description, behaviorSummary, steps, deadlineMinutes, engine, ...recipe } = await recipes.get({
    params: { recipeId: 'default' },
  });
  if (!engine) throw new Error('Admins see the engine of a recipe');
  const proposed = { id, name: recipe.name, description, behaviorSummary, steps, deadlineMinutes, engine };
  await guardrails.preview({ body: { recipe: { ...proposed, status: 'deprecated' } } });
  await guardrails.preview({ body: { plane: { mode: 'evaluation', admitWhenArtifactUnchecked: true } } });
  await guardrails.preview({ body: { ciPublishers: { entries: [] } } });
}

/** Guard rows follow a position that nobody has taken over yet. */
export async function turnTheSwitch({ settings }: Client): Promise<void> {
  for (const mutationsDisabled of [true, false]) {
    await settings.setKillSwitch({ body: { mutationsDisabled, reason } });
  }
}
