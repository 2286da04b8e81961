import { aboutDeployment, auditEvent } from '../domain/audit.ts';
import { type Ending, finish } from '../domain/finish.ts';
import type { DeploymentRecord } from '../domain/records.ts';
import { isTerminal } from '../domain/states.ts';
import { iso } from '../domain/time.ts';
import { changeRecord } from './change-record.ts';
import { crashPoint } from './crash-points.ts';
import { loadFinish } from './finish-facts.ts';
import { guarded } from './guarded.ts';
import { handOver } from './hand-over.ts';
import type { World } from './world.ts';

type Needs = Pick<World, 'store' | 'clock' | 'ids' | 'engine'>;

/** How a deployment ends, seen from its newest record; `undefined` when it does not. */
type Decide = (record: DeploymentRecord) => Omit<Ending, 'at' | 'audit'> | undefined;

/**
 * Ends a deployment in one commit, whoever else is at it; a record that has ended is left as it is. What gets the place
 * by that commit is handed over at once, because somebody waits for a rollback: that its own machine comes to look is no
 * more than a reserve. Answers the record as it is afterwards.
 */
export const endDeployment = async (world: Needs, deploymentId: string, ending: Decide): Promise<DeploymentRecord> => {
  const { record, next } = await end(world, deploymentId, ending);
  if (next === undefined) return record;
  crashPoint('end: place given on, nothing handed over');
  await guarded(() => handOver(world, next));
  return record;
};

/** `next` got the place by this very commit. */
type Ended = { readonly record: DeploymentRecord; readonly next: string | undefined };

const end = async (world: Needs, deploymentId: string, ending: Decide): Promise<Ended> => {
  const eventId = world.ids.event();
  let next: string | undefined;
  const ended = await changeRecord(world, deploymentId, async (record) => {
    next = undefined;
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
    const facts = await loadFinish(world.store, record);
    next = facts.lane.inFlight?.deploymentId === record.id ? facts.waiting?.id : undefined;
    return finish(facts, { ...decided, at, audit });
  });
  return { record: ended, next };
};
