import { advance } from '../../domain/advance.ts';
import { isNews } from '../../domain/news.ts';
import type { DeploymentRecord } from '../../domain/records.ts';
import type { Observation } from '../../ports/engine.ts';
import { callEngine } from '../engine-call.ts';
import { guarded } from '../guarded.ts';
import { writeSeen } from '../observe.ts';
import type { World } from '../world.ts';
import { type Pace, paced } from './pace.ts';

export type Needs = Pick<World, 'store' | 'clock' | 'ids' | 'engine' | 'tell'>;

/** What was looked at, in the state that is known of it now; what the engine left out; how many could not be helped. */
export type Looked = {
  readonly after: readonly DeploymentRecord[];
  readonly missing: ReadonlySet<string>;
  readonly faults: number;
};

type Way = {
  readonly pace: Pace;
  /** Those that were seen to have ended before, while that could not be written down. */
  readonly ended: Set<string>;
  /** Asked before each deployment, for the reasons of many failures take their time; the rest is left to the next look. */
  readonly goesOn: () => Promise<boolean>;
};

/** Looks at up to a batch of deployments with one call, and writes down what is news. Throws the engine's fault. */
export const lookAt = async (world: Needs, records: readonly DeploymentRecord[], way: Way): Promise<Looked> => {
  const { pace, goesOn } = way;
  const watched = records.flatMap(({ executionId, order }) =>
    executionId === undefined ? [] : { executionId, steps: order.steps },
  );
  const slowly = { ...world, engine: paced(world.engine, pace) };
  const seen = await callEngine(slowly, () => slowly.engine.observeMany(watched));
  const missing = new Set(records.filter(({ executionId = '' }) => !seen.has(executionId)).map(({ id }) => id));
  const after: DeploymentRecord[] = [];
  let faults = 0;
  for (const record of records) {
    if (after.length > 0 && !(await goesOn())) break;
    const observation = seen.get(record.executionId ?? '');
    let newest = record;
    faults += await guarded(async () => {
      if (observation) newest = await writeNews(world, record, { observation, way });
    });
    after.push(newest);
  }
  return { after, missing, faults };
};

/** The engine's glance and the reasons in full. */
const CALLS_OF_A_FULL_LOOK = 2;

/**
 * Most looks bring no news, which the list's copy of a record is enough to tell. What a deployment's end costs once is
 * its own; what has to be tried again takes its place in the budget.
 */
const writeNews = async (
  world: Needs,
  record: DeploymentRecord,
  { observation, way: { pace, ended } }: { readonly observation: Observation; readonly way: Way },
): Promise<DeploymentRecord> => {
  const step = advance(record, observation, world.clock.now());
  if (step.kind === 'none' || (step.kind === 'progress' && !isNews(step.write))) return record;
  if (observation.status === 'FAILED' || observation.status === 'ROLLED_BACK') await pace.wait(CALLS_OF_A_FULL_LOOK);
  const isRepeated = ended.has(record.id);
  if (step.kind === 'ended') ended.add(record.id);
  const by = isRepeated ? { ...world, engine: paced(world.engine, pace) } : world;
  return writeSeen(by, record.id, { seen: observation, inFull: false });
};
