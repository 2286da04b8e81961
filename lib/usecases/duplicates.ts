import { aboutDeployment, auditEvent } from '../domain/audit.ts';
import type { DeploymentRecord } from '../domain/records.ts';
import { iso } from '../domain/time.ts';
import type { FoundExecution } from '../ports/engine.ts';
import { callEngine } from './engine-call.ts';
import type { World } from './world.ts';

type Needs = Pick<World, 'store' | 'clock' | 'ids' | 'engine'>;

/** Two executions of one deployment: the oldest stays, the others are stopped, and the audit says so. */
export const cancelDuplicates = async (
  world: Needs,
  record: DeploymentRecord,
  others: readonly FoundExecution[],
): Promise<void> => {
  for (const other of others) {
    await callEngine(world, () => world.engine.cancel(other.id, `Duplicate of deployment ${record.id}`));
    const cause = {
      actor: 'system',
      requestId: `workflow-${record.id}`,
      now: iso(world.clock.now()),
      eventId: world.ids.event(),
    } as const;
    const event = auditEvent(cause, {
      type: 'DUPLICATE_EXECUTION_CANCELED',
      outcome: 'SUCCESS',
      summary: `A second execution of ${record.service} ${record.version} was stopped`,
      subject: aboutDeployment(record),
    });
    await world.store.commit({ audit: [event] });
  }
};
