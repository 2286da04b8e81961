import { aboutDeployment, auditEvent } from '../domain/audit.ts';
import { type Ending, finish } from '../domain/finish.ts';
import type { DeploymentRecord } from '../domain/records.ts';
import { isTerminal } from '../domain/states.ts';
import { iso } from '../domain/time.ts';
import { changeRecord } from './change-record.ts';
import { loadFinish } from './finish-facts.ts';
import type { World } from './world.ts';

type Needs = Pick<World, 'store' | 'clock' | 'ids'>;

/** Ends a deployment in one commit, whoever else is at it; a record that has ended is left as it is. */
export const endDeployment = (
  world: Needs,
  deploymentId: string,
  ending: (record: DeploymentRecord) => Omit<Ending, 'at' | 'audit'> | undefined,
): Promise<DeploymentRecord> => {
  const eventId = world.ids.event();
  return changeRecord(world, deploymentId, async (record) => {
    if (isTerminal(record.state)) return undefined;
    const decided = ending(record);
    if (!decided) return undefined;
    const at = iso(world.clock.now());
    const audit = auditEvent(
      { actor: 'system', requestId: `workflow-${record.id}`, now: at, eventId },
      {
        type: 'DEPLOYMENT_FINISHED',
        outcome: decided.state === 'FAILED' ? 'FAILED' : 'SUCCESS',
        summary: `${record.service} ${record.version} in ${record.environment}: ${decided.state}`,
        subject: aboutDeployment(record),
      },
    );
    return finish(await loadFinish(world.store, record), { ...decided, at, audit });
  });
};
