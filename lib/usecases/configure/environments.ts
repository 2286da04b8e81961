import type { Environment, EnvironmentUpdate, NewEnvironment } from '../../contract/environment.ts';
import {
  decideEnvironmentDelete,
  decideEnvironmentUpdate,
  decideNewEnvironment,
} from '../../domain/configure/decide-environment.ts';
import type { MutationRequest, PreconditionKeys } from '../operation.ts';
import { notFound, type Result } from '../result.ts';
import { type Configures, configure } from './configure.ts';

export const createEnvironment = (
  world: Configures,
  request: MutationRequest<{ readonly body: NewEnvironment }>,
): Promise<Result<Environment>> =>
  configure(world, request, {
    status: 201,
    load: async ({ body: { name } }, keys) => {
      const read = await world.store.read({ environment: name, environmentUsage: name, ...keys });
      const { environment: existing, environmentUsage: usage, ...preconditions } = read;
      return { existing, usage, ...preconditions };
    },
    decide: (facts, { body }, cause) => decideNewEnvironment(facts, body, cause),
  });

type Asked = { readonly params: { readonly environment: string } };

const load = async ({ store }: Configures, name: string, keys: PreconditionKeys) => {
  const read = await store.read({ environment: name, environmentUsage: name, ...keys });
  const { environment: existing, environmentUsage: usage, ...preconditions } = read;
  return existing ? { existing, usage, ...preconditions } : notFound(`environment ${name}`);
};

export const updateEnvironment = (
  world: Configures,
  request: MutationRequest<Asked & { readonly body: EnvironmentUpdate }>,
): Promise<Result<Environment>> =>
  configure(world, request, {
    status: 200,
    mayMoveMaster: true,
    load: ({ params: { environment } }, keys) => load(world, environment, keys),
    decide: (facts, { body }, cause) => decideEnvironmentUpdate(facts, body, cause),
  });

type Deletion = { readonly query: { readonly revision: number; readonly reason: string } };

export const deleteEnvironment = (
  world: Configures,
  request: MutationRequest<Asked & Deletion>,
): Promise<Result<Environment>> =>
  configure(world, request, {
    status: 200,
    load: ({ params: { environment } }, keys) => load(world, environment, keys),
    decide: (facts, { query }, cause) => decideEnvironmentDelete(facts, query, cause),
  });
