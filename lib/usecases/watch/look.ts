import { advance } from '../../domain/advance.ts';
import { isNews } from '../../domain/news.ts';
import type { DeploymentRecord } from '../../domain/records.ts';
import type { Observation } from '../../ports/engine.ts';
import { callEngine } from '../engine-call.ts';
import { guarded } from '../guarded.ts';
import { stopIfAsked, takeIn } from '../observe.ts';
import type { World } from '../world.ts';
import { type Pace, paced } from './pace.ts';

export type Needs = Pick<World, 'store' | 'clock' | 'ids' | 'engine' | 'tell'>;

/** What was looked at; what has become of it, as far as the engine knows it; how many could not be helped. */
export type Looked = {
  readonly looked: readonly DeploymentRecord[];
  readonly after: readonly DeploymentRecord[];
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
  const slowly = { ...world, engine: paced(world.engine, pace) };
  let faults = 0;
  // Passed on also while the engine cannot say how they stand, and without a wait; what it does not heed, in between.
  const canceled = records.filter(({ cancelRequested }) => cancelRequested);
  for (const record of canceled.filter(isUnsent)) faults += await guarded(() => stopIfAsked(world, record));
  for (const record of unheeded(canceled)) faults += await guarded(() => stopIfAsked(slowly, record));
  const watched = records.flatMap(({ executionId, order }) =>
    executionId === undefined ? [] : { executionId, steps: order.steps },
  );
  await pace.wait(1);
  const seen = await callEngine(world, () => world.engine.observeMany(watched));
  const looked: DeploymentRecord[] = [];
  const after: DeploymentRecord[] = [];
  for (const record of records) {
    if (looked.length > 0 && !(await goesOn())) break;
    looked.push(record);
    const observation = seen.get(record.executionId ?? '');
    faults += await guarded(async () => {
      if (observation) after.push(await takeInOne(world, record, { observation, way }));
    });
  }
  return { looked, after, faults };
};

const isUnsent = ({ cancelSentAt }: DeploymentRecord): boolean => cancelSentAt === undefined;

/** Of a batch, so many are asked to stop once more: however many do not, the others are looked at. */
const REPEATED_MAX = 2;

const unheeded = (canceled: readonly DeploymentRecord[]): readonly DeploymentRecord[] =>
  canceled
    .filter((record) => !isUnsent(record))
    .sort((a, b) => (a.cancelSentAt ?? '').localeCompare(b.cancelSentAt ?? ''))
    .slice(0, REPEATED_MAX);

/** The engine's glance and the reasons in full. */
const CALLS_OF_A_FULL_LOOK = 2;

/**
 * Most looks bring no news, which the list's copy of a record is enough to tell. What a deployment's end costs once is
 * its own; what has to be tried again takes its place in the budget.
 */
const takeInOne = async (
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
  return takeIn(by, record.id, { seen: observation, inFull: false });
};
