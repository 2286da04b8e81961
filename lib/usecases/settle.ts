import { searchWait } from '../domain/hand-over.ts';
import type { DeploymentRecord } from '../domain/records.ts';
import { isGivenUp, isSearched, isSettled, liveStrays } from '../domain/strays.ts';
import { iso } from '../domain/time.ts';
import { changeRecord } from './change-record.ts';
import { crashPoint } from './crash-points.ts';
import { isElsewhere } from './other-engine.ts';
import { noted, type Search, searchFor, stopStrays } from './strays.ts';
import type { World } from './world.ts';

type Needs = Pick<World, 'store' | 'clock' | 'ids' | 'engine' | 'tell'>;

/**
 * Looks whether the engine has more of a deployment than the record knows, and stops it. One search when the window of
 * the newest request has closed, and one before an earlier end is written; more only where something was found. What
 * does not end within a day is given up.
 */
export const settle = async (
  world: Needs,
  record: DeploymentRecord,
): Promise<{ readonly record: DeploymentRecord; readonly failed: boolean }> => {
  const search = isSearched(record.handOver) ? undefined : await look(world, record);
  const found = (search?.found ?? []).filter((id) => id !== record.executionId);
  const known = (record.handOver.strays ?? []).map(({ id }) => id);
  const live = liveStrays(record.handOver).map(({ id }) => id);
  const running = [...live, ...found.filter((id) => !known.includes(id))];
  const asks = running.length > 0 && !isElsewhere(record, world);
  const over = asks ? await stopStrays(world, record, running) : new Map<string, undefined>();
  crashPoint('settle: engine searched and asked to stop, nothing written');
  const now = world.clock.now();
  const givenUp = new Set(isGivenUp(record, now) ? live : []);
  const news = { ...search, found, over, givenUp, at: iso(now), stoppable: world.engine.abilities.cancel };
  let before = record;
  const after = await changeRecord(world, record.id, (current) => {
    before = current;
    return noted(world, current, news);
  });
  const count = givenUpIn(after) - givenUpIn(before);
  if (count > 0) world.tell?.({ kind: 'strays given up', count });
  if (ownIsOver(after) && !ownIsOver(before)) world.tell?.({ kind: 'late end' });
  return { record: after, failed: !isSearched(record.handOver) && search === undefined };
};

const givenUpIn = ({ handOver: { strays = [] } }: DeploymentRecord): number =>
  strays.filter(({ givenUp }) => givenUp).length;

/** What was given up has ended after all. */
const ownIsOver = ({ executionId, handOver: { strays = [] } }: DeploymentRecord): boolean =>
  strays.some(({ id, over }) => id === executionId && over);

/** What cannot be looked for is taken for looked for once the window has closed, and so is what never could be. */
const look = async (world: Needs, record: DeploymentRecord): Promise<Search | undefined> => {
  const { search } = world.engine.abilities;
  const searched = search && !isElsewhere(record, world) ? await searchFor(world, record) : undefined;
  const now = world.clock.now();
  const inVain = !search || isGivenUp(record, now);
  return searched ?? (inVain ? { found: [], searchedAt: iso(now), proves: false } : undefined);
};

/**
 * Whether nothing but its own execution may run any more, so that an end can be written and its place be given away.
 * An engine that cannot be searched now is waited for, as long as the window is open.
 */
export const runsAlone = async (world: Needs, before: DeploymentRecord): Promise<boolean> => {
  if (isSettled(before.handOver)) return true;
  const { record, failed } = await settle(world, before);
  if (liveStrays(record.handOver).length > 0) return false;
  return !failed || searchWait(record.handOver, world.clock.now()) === 0;
};
