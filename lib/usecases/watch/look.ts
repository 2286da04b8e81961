import { advance } from '../../domain/advance.ts';
import { isNews } from '../../domain/news.ts';
import type { DeploymentRecord } from '../../domain/records.ts';
import type { Observation } from '../../ports/engine.ts';
import { callEngine } from '../engine-call.ts';
import { guarded } from '../guarded.ts';
import { stopIfAsked, takeIn } from '../observe.ts';
import type { World } from '../world.ts';
import type { Pace } from './pace.ts';

export type Needs = Pick<World, 'store' | 'clock' | 'ids' | 'engine' | 'tell'>;

/** What has become of those looked at, as far as the engine knows them, and how many could not be helped. */
export type Looked = { readonly records: readonly DeploymentRecord[]; readonly faults: number };

/** Looks at up to a batch of deployments with one call, and writes down what is news. Throws the engine's fault. */
export const lookAt = async (world: Needs, records: readonly DeploymentRecord[], pace: Pace): Promise<Looked> => {
  const watched = records.flatMap(({ executionId, order }) =>
    executionId === undefined ? [] : { executionId, steps: order.steps },
  );
  await pace(1);
  const seen = await callEngine(world, () => world.engine.observeMany(watched), 'the engine');
  const after: DeploymentRecord[] = [];
  let faults = 0;
  for (const record of records) {
    const observation = seen.get(record.executionId ?? '');
    faults += await guarded(async () => {
      if (record.cancelRequested) await stopIfAsked(world, record);
      if (observation) after.push(await takeInOne(world, record, { observation, pace }));
    });
  }
  return { records: after, faults };
};

/** The engine's glance and the reasons in full. */
const CALLS_OF_A_FULL_LOOK = 2;

/** Most looks bring no news, which the list's copy of a record is enough to tell. */
const takeInOne = async (
  world: Needs,
  record: DeploymentRecord,
  { observation, pace }: { readonly observation: Observation; readonly pace: Pace },
): Promise<DeploymentRecord> => {
  const step = advance(record, observation, world.clock.now());
  if (step.kind === 'none' || (step.kind === 'progress' && !isNews(step.write))) return record;
  if (observation.status === 'FAILED' || observation.status === 'ROLLED_BACK') await pace(CALLS_OF_A_FULL_LOOK);
  return takeIn(world, record.id, { seen: observation, inFull: false });
};
