import { failureOf } from '../domain/failures.ts';
import type { DeploymentRecord } from '../domain/records.ts';
import { iso } from '../domain/time.ts';
import { endDeployment } from './end-deployment.ts';
import type { HandedOver } from './hand-over.ts';
import type { World } from './world.ts';

const LOOK_SECONDS = 60;

/** Whether it was ordered of another engine than the one that this plane is connected to by now. */
export const isElsewhere = ({ order }: DeploymentRecord, { engine }: Pick<World, 'engine'>): boolean =>
  order.engineType !== engine.kind;

/** What the other engine cannot have heard of fails; what it may have begun waits until that one is connected again. */
export const refuseElsewhere = async (
  world: Pick<World, 'store' | 'clock' | 'ids' | 'engine'>,
  { id, handOver }: DeploymentRecord,
): Promise<HandedOver> => {
  if (handOver.leases > 0) return { status: 'WAITING', waitSeconds: LOOK_SECONDS };
  const at = iso(world.clock.now());
  const failure = failureOf(misfit, at);
  await endDeployment(world, id, (record) =>
    record.handOver.leases === 0
      ? {
          state: 'FAILED',
          refund: true,
          failures: [failure],
          entries: [{ type: 'FAILURE_OBSERVED', at, summary: failure.summary }],
        }
      : undefined,
  );
  return { status: 'HANDED_OVER' };
};

const misfit = {
  category: 'CONFIG',
  summary: 'Its recipe is for another engine than the one of this plane',
  actionHint: 'Choose another recipe, or ask a platform admin to map this one.',
} as const;
