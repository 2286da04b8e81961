import type { DeploymentRecord } from '../domain/records.ts';
import { isTerminal } from '../domain/states.ts';
import { iso } from '../domain/time.ts';
import type { EngineEvent } from '../ports/engine.ts';
import { adopt } from './adopt.ts';
import { writeSeen } from './observe.ts';
import { isElsewhere } from './other-engine.ts';
import type { Needs } from './watch/look.ts';
import { ONCE, type Vigil } from './watch/vigil.ts';
import { watch } from './watch/watch.ts';

/** What was heard of a deployment: that there is something, and where nobody can look, what it is. */
export type Heard = EngineEvent;

/**
 * Something was heard of a deployment: from the engine, or from somebody who asks about it. Makes sure that the engine
 * is looked at after this instant, by whoever watches or else here. What was heard is no more than a hint, unless the
 * engine cannot be asked at all: then its word is taken.
 */
export const hear = async (world: Needs, event: Heard, vigil: Vigil = ONCE): Promise<void> => {
  const { deployment: record } = await world.store.read({ deployment: event.deploymentId });
  if (!record || isTerminal(record.state) || isElsewhere(record, world) || isOfAnother(record, event)) return;
  if (!(await isKnown(world, record, event))) return event.executionId === undefined ? attend(world, vigil) : undefined;
  if (!world.engine.abilities.observation) return takeWord(world, event);
  const hint = { deploymentId: record.id, at: iso(world.clock.now()), token: world.ids.event() };
  await world.store.commit({ hint });
  await attend(world, vigil);
};

const attend = async (world: Needs, vigil: Vigil): Promise<void> => void (await watch(world, vigil));

/** Somebody ran the same definition again in the engine, or a second execution of the order was started. */
const isOfAnother = ({ executionId }: DeploymentRecord, event: Heard): boolean =>
  executionId !== undefined && event.executionId !== undefined && event.executionId !== executionId;

/** Whether its execution is known. Where no search can tell which it is, the event that names the order does. */
const isKnown = async (world: Needs, record: DeploymentRecord, { executionId }: EngineEvent): Promise<boolean> => {
  const { search, observation } = world.engine.abilities;
  if (record.executionId !== undefined) return true;
  if (executionId === undefined || (search && observation)) return false;
  await adopt(world, record.id, { executionId });
  return true;
};

const takeWord = async (world: Needs, { deploymentId, observation }: EngineEvent): Promise<void> => {
  if (observation) await writeSeen(world, deploymentId, { seen: observation, inFull: true });
};
