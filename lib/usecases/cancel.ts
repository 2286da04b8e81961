import type { Deployment } from '../contract/deployment.ts';
import { decideCancel } from '../domain/decide-cancel.ts';
import type { FinishFacts } from '../domain/finish.ts';
import { inScope } from '../domain/ownership.ts';
import { iso } from '../domain/time.ts';
import { viewDeployment } from '../domain/views.ts';
import { loadFinish } from './finish-facts.ts';
import { hasten } from './hasten.ts';
import { type MutationRequest, mutate, type PreconditionKeys, type Preconditions } from './operation.ts';
import { notFound, outOfScope, type Result } from './result.ts';
import type { World } from './world.ts';

type Needs = Pick<World, 'store' | 'clock' | 'ids' | 'observer' | 'abilitiesOf'>;
type Input = {
  readonly params: { readonly id: string };
  readonly body: { readonly reason?: string | undefined } | undefined;
};

/** Stops a deployment: at once if the engine cannot know of it, else when the engine confirms. */
export const cancel = async (world: Needs, request: MutationRequest<Input>): Promise<Result<Deployment>> => {
  const eventId = world.ids.event();
  const result = await mutate<Input, FinishFacts & Preconditions, Deployment>(world, request, {
    status: 200,
    exemptFromKillSwitch: true,
    load: ({ params }, keys) => loadCancel(world, request, { id: params.id, keys }),
    decide: (facts, { body }) => {
      const cause = { actor: request.caller, requestId: request.requestId, now: iso(world.clock.now()), eventId };
      const abilities = world.abilitiesOf(facts.record.order.engineType);
      const decision = decideCancel({ ...facts, caller: request.caller, reason: body?.reason, abilities }, cause);
      return decision.admitted
        ? { admitted: true, change: decision.change, body: viewDeployment(decision.record, request.caller.role) }
        : { admitted: false, refusals: [decision.refusal], deliveryGroupId: facts.record.deliveryGroupId };
    },
  });
  await hasten(world, result, ({ id }) => id);
  return result;
};

const loadCancel = async (
  { store }: Needs,
  { caller }: MutationRequest<Input>,
  { id, keys }: { id: string; keys: PreconditionKeys },
): Promise<(FinishFacts & Preconditions) | Result<never>> => {
  const { deployment: record, ...preconditions } = await store.read({ deployment: id, ...keys });
  if (!record) return notFound(`deployment ${id}`);
  const { deliveryGroup } = await store.read({ deliveryGroup: record.deliveryGroupId });
  if (caller.role === 'DELIVERY_OWNER' && !(deliveryGroup && inScope(caller, deliveryGroup)))
    return outOfScope(record.deliveryGroupId);
  return { ...(await loadFinish(store, record)), ...preconditions };
};
