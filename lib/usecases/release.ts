import type { Deployment } from '../contract/deployment.ts';
import { decideRelease } from '../domain/decide-release.ts';
import type { FinishFacts } from '../domain/finish.ts';
import { iso } from '../domain/time.ts';
import { viewDeployment } from '../domain/views.ts';
import { loadFinish } from './finish-facts.ts';
import { type MutationRequest, mutate, type PreconditionKeys, type Preconditions } from './operation.ts';
import { notFound, type Result } from './result.ts';
import type { World } from './world.ts';

type Needs = Pick<World, 'store' | 'clock' | 'ids'>;
type Input = { readonly params: { readonly id: string }; readonly body: { readonly reason: string } };

/**
 * Gives up a stalled deployment. What waited for its place is handed over by its own machine, and what the engine still
 * has of it is stopped by whoever settles: neither needs this request to live any longer.
 */
export const release = (world: Needs, request: MutationRequest<Input>): Promise<Result<Deployment>> => {
  const eventId = world.ids.event();
  return mutate<Input, FinishFacts & Preconditions, Deployment>(world, request, {
    status: 200,
    load: ({ params }, keys) => loadRelease(world, params.id, keys),
    decide: (facts, { body }) => {
      const cause = { actor: request.caller, requestId: request.requestId, now: iso(world.clock.now()), eventId };
      const decision = decideRelease({ ...facts, caller: request.caller, reason: body.reason }, cause);
      return decision.admitted
        ? { admitted: true, change: decision.change, body: viewDeployment(decision.record, request.caller.role) }
        : { admitted: false, refusals: [decision.refusal] };
    },
  });
};

const loadRelease = async (
  { store }: Needs,
  id: string,
  keys: PreconditionKeys,
): Promise<(FinishFacts & Preconditions) | Result<never>> => {
  const { deployment: record, ...preconditions } = await store.read({ deployment: id, ...keys });
  return record ? { ...(await loadFinish(store, record)), ...preconditions } : notFound(`deployment ${id}`);
};
