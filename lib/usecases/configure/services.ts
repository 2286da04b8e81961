import type { NewService, Service, ServiceUpdate } from '../../contract/service.ts';
import { decideNewService, decideServiceUpdate } from '../../domain/configure/decide-service.ts';
import type { MutationRequest, PreconditionKeys } from '../operation.ts';
import { notFound, type Result } from '../result.ts';
import { type Configures, configure } from './configure.ts';
import { knownAmong } from './known.ts';

type Named = { readonly name: string; readonly allowedRecipes: readonly string[]; readonly keys: PreconditionKeys };

const load = async ({ store }: Configures, { name, allowedRecipes, keys }: Named) => {
  const [{ service: existing, ...preconditions }, knownRecipes] = await Promise.all([
    store.read({ service: name, ...keys }),
    knownAmong(store, 'recipe', allowedRecipes),
  ]);
  return { existing, knownRecipes, ...preconditions };
};

export const createService = (
  world: Configures,
  request: MutationRequest<{ readonly body: NewService }>,
): Promise<Result<Service>> =>
  configure(world, request, {
    status: 201,
    load: ({ body: { name, allowedRecipes } }, keys) => load(world, { name, allowedRecipes, keys }),
    decide: (facts, { body }, cause) => decideNewService(facts, body, cause),
  });

type Update = { readonly params: { readonly service: string }; readonly body: ServiceUpdate };

export const updateService = (world: Configures, request: MutationRequest<Update>): Promise<Result<Service>> =>
  configure(world, request, {
    status: 200,
    load: async ({ params: { service: name }, body: { allowedRecipes } }, keys) => {
      const { existing, ...facts } = await load(world, { name, allowedRecipes, keys });
      return existing ? { existing, ...facts } : notFound(`service ${name}`);
    },
    decide: (facts, { body }, cause) => decideServiceUpdate(facts, body, cause),
  });
