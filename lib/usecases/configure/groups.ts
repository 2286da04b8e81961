import type { DeliveryGroup, DeliveryGroupUpdate, NewDeliveryGroup } from '../../contract/delivery-group.ts';
import { decideGroupUpdate, decideNewGroup } from '../../domain/configure/decide-group.ts';
import type { MutationRequest, PreconditionKeys } from '../operation.ts';
import { notFound, type Result } from '../result.ts';
import { type Configures, configure } from './configure.ts';
import { foundUnder } from './known.ts';

type Draft = Pick<DeliveryGroup, 'services' | 'allowedRecipes'> & {
  readonly environments: readonly { readonly name: string }[];
};

const load = async ({ store }: Configures, id: string, { draft, keys }: { draft: Draft; keys: PreconditionKeys }) => {
  const read = await store.read({ deliveryGroup: id, groupRegistry: 'plane', ...keys });
  const { deliveryGroup: existing, groupRegistry: registry, ...preconditions } = read;
  const named = (of: (group: Draft) => readonly string[]) => [
    ...new Set([...of(draft), ...(existing ? of(existing) : [])]),
  ];
  const recipes = named(({ allowedRecipes }) => allowedRecipes);
  const environments = named((group) => group.environments.map(({ name }) => name));
  // Before the objects: a deletion moves the uses on, so that either the object is found gone or its uses were overtaken.
  const [recipe, environment] = await Promise.all([
    foundUnder(store, 'recipeUsage', recipes),
    foundUnder(store, 'environmentUsage', environments),
  ]);
  const [services, knownRecipes, knownEnvironments] = await Promise.all([
    foundUnder(
      store,
      'service',
      named((group) => group.services),
    ),
    foundUnder(store, 'recipe', recipes),
    foundUnder(store, 'environment', environments),
  ]);
  const facts = {
    services,
    knownRecipes: new Set(knownRecipes.keys()),
    knownEnvironments: new Set(knownEnvironments.keys()),
    uses: { recipe, environment },
    registry,
  };
  return { existing, ...facts, ...preconditions };
};

export const createDeliveryGroup = (
  world: Configures,
  request: MutationRequest<{ readonly body: NewDeliveryGroup }>,
): Promise<Result<DeliveryGroup>> =>
  configure(world, request, {
    status: 201,
    load: ({ body }, keys) => load(world, body.id, { draft: body, keys }),
    decide: (facts, { body }, cause) => decideNewGroup(facts, body, cause),
  });

type Update = { readonly params: { readonly groupId: string }; readonly body: DeliveryGroupUpdate };

export const updateDeliveryGroup = (
  world: Configures,
  request: MutationRequest<Update>,
): Promise<Result<DeliveryGroup>> =>
  configure(world, request, {
    status: 200,
    load: async ({ params: { groupId }, body }, keys) => {
      const { existing, ...facts } = await load(world, groupId, { draft: body, keys });
      return existing ? { existing, ...facts } : notFound(`delivery group ${groupId}`);
    },
    decide: (facts, { body }, cause) => decideGroupUpdate(facts, body, cause),
  });
