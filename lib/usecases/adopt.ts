import { released } from '../domain/hand-over.ts';
import type { DeploymentRecord } from '../domain/records.ts';
import { isTerminal } from '../domain/states.ts';
import { liveStrays, noteStrays } from '../domain/strays.ts';
import { iso } from '../domain/time.ts';
import { gather, writeRecord } from '../domain/write.ts';
import { changeRecord } from './change-record.ts';
import { crashPoint } from './crash-points.ts';
import { settle } from './settle.ts';
import { noted, strayEvents } from './strays.ts';
import type { World } from './world.ts';

type Needs = Pick<World, 'store' | 'clock' | 'ids' | 'engine'>;

/** The execution that the deployment is to follow, and those that are too many. */
export type Accepted = {
  readonly executionId: string;
  readonly executionUrl?: string;
  readonly others?: readonly string[];
  /** When the search began that gave them all. */
  readonly searchedAt?: string;
};

/**
 * The engine has it: the record learns its execution, once, and with it all others that are known, so that none is
 * lost whatever happens next. When the record follows another one by now, or has ended, this one is one too many.
 */
export const adopt = async (world: Needs, deploymentId: string, accepted: Accepted): Promise<void> => {
  const after = await changeRecord(world, deploymentId, (record) =>
    isTerminal(record.state) || record.executionId !== undefined
      ? noted(world, record, newsOf(world, accepted))
      : takenIn(world, record, accepted),
  );
  crashPoint('start: executions known, none too many stopped');
  if (liveStrays(after.handOver).length > 0) await settle(world, after);
};

const newsOf = ({ clock, engine }: Needs, { executionId, others = [], searchedAt }: Accepted) => ({
  at: iso(clock.now()),
  found: [executionId, ...others],
  over: new Map<string, undefined>(),
  searchedAt,
  stoppable: engine.abilities.cancel,
});

const takenIn = (world: Needs, record: DeploymentRecord, accepted: Accepted) => {
  const news = newsOf(world, accepted);
  const { executionId, executionUrl } = accepted;
  const { handOver, entries, fresh } = noteStrays({ ...record, executionId }, news);
  const write = writeRecord(record, {
    now: news.at,
    set: {
      state: 'ACTIVE',
      executionId,
      handOver: released(handOver),
      ...(executionUrl === undefined ? {} : { executionUrl }),
    },
    // The engine took it when it was asked, before any step of it could begin; we may have learned of it much later.
    entries: [
      { type: 'ENGINE_ACCEPTED', at: handOver.lastRequestAt ?? news.at, summary: 'Accepted for execution' },
      ...entries,
    ],
  });
  return { record: write.update.after, change: { ...gather([write]), audit: strayEvents(world, record, fresh) } };
};
