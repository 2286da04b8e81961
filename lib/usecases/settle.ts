import { searchWait } from '../domain/hand-over.ts';
import type { DeploymentRecord } from '../domain/records.ts';
import { isGivenUp, isSearched, isSettled, liveStrays, needsSettling } from '../domain/strays.ts';
import { iso, secondsBetween } from '../domain/time.ts';
import { changeRecord } from './change-record.ts';
import { crashPoint } from './crash-points.ts';
import { isElsewhere } from './other-engine.ts';
import { noted, type Search, searchFor, stopStrays } from './strays.ts';
import type { World } from './world.ts';

type Needs = Pick<World, 'store' | 'clock' | 'ids' | 'engine'>;

const PAGE = 200;
/** How long a pass may spend on it, within the minute until the next one. */
const PASS_SECONDS = 20;

/**
 * Looks whether the engine has more of a deployment than the record knows, and stops it. One search when the window of
 * the newest request has closed, and one before an earlier end is written; more only where something was found.
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
  const over = asks ? await stopStrays(world, record, running) : new Set<string>();
  crashPoint('settle: engine searched and asked to stop, nothing written');
  const news = { ...search, found, over, at: iso(world.clock.now()), stoppable: world.engine.abilities.cancel };
  const after = await changeRecord(world, record.id, (current) => noted(world, current, news));
  return { record: after, failed: !isSearched(record.handOver) && search === undefined };
};

/** What cannot be looked for is taken for looked for once the window has closed, and so is what never could be. */
const look = async (world: Needs, record: DeploymentRecord): Promise<Search | undefined> => {
  const { search } = world.engine.abilities;
  const searched = search && !isElsewhere(record, world) ? await searchFor(world, record) : undefined;
  const now = world.clock.now();
  const inVain = !search || isGivenUp(record.handOver, now);
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

/** Settles what is due, also of what has ended; answers how many could not be settled now. The newest come first. */
export const settleDue = async (world: Needs, inFlight: readonly DeploymentRecord[]): Promise<number> => {
  const started = world.clock.now();
  const due = [...inFlight, ...(await everythingUnsettled(world))]
    .filter((record) => needsSettling(record, started) && canBeSettled(world, record, started))
    .sort((a, b) => requested(b).localeCompare(requested(a)));
  if (due.length === 0 || (await isOutOfReach(world))) return 0;
  let faults = 0;
  for (const record of due) {
    if (secondsBetween(iso(started), world.clock.now()) > PASS_SECONDS) break;
    const failed = await settle(world, record).then(
      (settled) => settled.failed,
      () => true,
    );
    if (failed) faults += 1;
  }
  return faults;
};

/** What another engine was asked for waits until that one is connected again, as long as anybody looks. */
const canBeSettled = (world: Needs, record: DeploymentRecord, now: Date): boolean =>
  !isElsewhere(record, world) || isGivenUp(record.handOver, now);

/** Then only whoever asks how it is asks it; each of these would take as long as an answer that never comes. */
const isOutOfReach = async ({ store }: Needs): Promise<boolean> =>
  (await store.read({ breaker: 'plane' })).breaker?.state === 'open';

const requested = ({ handOver, createdAt }: DeploymentRecord): string => handOver.lastRequestAt ?? createdAt;

const everythingUnsettled = async ({ store }: Needs): Promise<DeploymentRecord[]> => {
  const all: DeploymentRecord[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.listUnsettled({ limit: PAGE, cursor });
    all.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return all;
};
