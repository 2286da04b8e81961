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

/** Guard rows follow a position that nobody has taken over yet. */
export async function turnTheSwitch({ settings }: Client): Promise<void> {
  for (const mutationsDisabled of [true, false]) {
    await settings.setKillSwitch({ body: { mutationsDisabled, reason } });
  }
}
