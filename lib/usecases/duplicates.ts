import type { AuditEvent } from '../contract/audit.ts';
import { aboutDeployment, auditEvent } from '../domain/audit.ts';
import type { DeploymentRecord } from '../domain/records.ts';
import { iso } from '../domain/time.ts';
import { EngineFault, type FoundExecution } from '../ports/engine.ts';
import { crashPoint } from './crash-points.ts';
import { callEngine } from './engine-call.ts';
import type { World } from './world.ts';

/** Two executions of one deployment: the oldest stays, the others are stopped, and the audit says so. */

/** Stops them; `false` when the engine could not be asked. To stop what has ended or is stopped already is no fault. */
export const stopDuplicates = async (
  world: Pick<World, 'store' | 'clock' | 'engine'>,
  record: DeploymentRecord,
  others: readonly FoundExecution[],
): Promise<boolean> => {
  try {
    for (const { id } of others) {
      await callEngine(world, () => world.engine.cancel(id, `Duplicate of deployment ${record.id}`));
      crashPoint('start: duplicate stopped, nothing written');
    }
    return true;
  } catch (fault) {
    if (fault instanceof EngineFault) return false;
    throw fault;
  }
};

/** One event for each that was stopped, for the commit that takes the oldest in. */
export const duplicateEvents = (
  { clock, ids }: Pick<World, 'clock' | 'ids'>,
  record: DeploymentRecord,
  others: readonly FoundExecution[],
): AuditEvent[] =>
  others.map(() =>
    auditEvent(
      { actor: 'system', requestId: `workflow-${record.id}`, now: iso(clock.now()), eventId: ids.event() },
      {
        type: 'DUPLICATE_EXECUTION_CANCELED',
        outcome: 'SUCCESS',
        summary: `A second execution of ${record.service} ${record.version} was stopped`,
        subject: aboutDeployment(record),
      },
    ),
  );

/** Stops an execution that the record does not know, and says so. */
export const stopStray = async (
  world: Pick<World, 'store' | 'clock' | 'ids' | 'engine'>,
  record: DeploymentRecord,
  stray: FoundExecution,
): Promise<void> => {
  if (!(await stopDuplicates(world, record, [stray]))) return;
  await world.store.commit({ audit: duplicateEvents(world, record, [stray]) });
};
