import type { Cause } from '../../domain/audit.ts';
import type { Decision } from '../../domain/configure/decision.ts';
import { iso } from '../../domain/time.ts';
import { type MutationRequest, mutate, type PreconditionKeys, type Preconditions } from '../operation.ts';
import type { Result } from '../result.ts';
import type { World } from '../world.ts';
import { followSwitch } from './follow-switch.ts';

/** What every change by an admin takes. */
export type Configures = Pick<World, 'store' | 'clock' | 'ids'>;

type Configuring<Input, Facts extends Preconditions, Body> = {
  readonly status: 200 | 201;
  readonly exemptFromKillSwitch?: boolean;
  /** The change may take the master row to another epoch: it is answered when every delivery group has followed. */
  readonly mayMoveMaster?: true;
  readonly load: (input: Input, keys: PreconditionKeys) => Promise<Facts | Result<never>>;
  readonly decide: (facts: Facts, input: Input, cause: Cause) => Decision<Body>;
};

/** The path of every mutation, for changes that are told by who made them, when and why. */
export const configure = async <Input, Facts extends Preconditions, Body>(
  world: Configures,
  request: MutationRequest<Input>,
  { decide, mayMoveMaster, ...operation }: Configuring<Input, Facts, Body>,
): Promise<Result<Body>> => {
  const eventId = world.ids.event();
  let hasMoved = false;
  const result = await mutate<Input, Facts, Body>(world, request, {
    ...operation,
    decide: (facts, input) => {
      const now = iso(world.clock.now());
      const decision = decide(facts, input, { actor: request.caller, requestId: request.requestId, now, eventId });
      hasMoved = decision.admitted && decision.change.killSwitch !== undefined;
      return decision;
    },
  });
  // Whoever was answered before may have died before all had followed.
  if (mayMoveMaster && result.kind === 'answered' && (hasMoved || result.replayed)) await followSwitch(world);
  return result;
};
