import type { Deployment } from '../../contract/deployment.ts';
import type { Failure } from '../../contract/failure.ts';
import type { Page } from '../../contract/list.ts';
import type { TimelineEvent } from '../../contract/timeline.ts';
import { FRESHNESS_MIN_SECONDS, seenAt } from '../../domain/freshness.ts';
import type { Caller, DeploymentRecord } from '../../domain/records.ts';
import { isTerminal } from '../../domain/states.ts';
import { secondsBetween } from '../../domain/time.ts';
import { tellSteps } from '../../domain/told-steps.ts';
import { viewDeployment } from '../../domain/views.ts';
import type { DeploymentQuery, PageQuery } from '../../ports/store.ts';
import { answer, notFound, outOfScope, type Result } from '../result.ts';
import type { World } from '../world.ts';
import { visibleGroups } from './scope.ts';

type ListQuery = Omit<DeploymentQuery, 'deliveryGroupIds'> & {
  readonly deliveryGroupId?: string | undefined;
} & PageQuery;

/** Newest first. An owner sees the own groups' deployments; asking for another group by name is refused. */
export const listDeployments = async (
  { store }: Pick<World, 'store'>,
  { caller, query }: { caller: Caller; query: ListQuery },
): Promise<Result<Page<Deployment>>> => {
  const { deliveryGroupId, ...filters } = query;
  const visible = await visibleGroups(store, caller);
  if (deliveryGroupId !== undefined && visible && !visible.includes(deliveryGroupId))
    return outOfScope(deliveryGroupId);
  const deliveryGroupIds = deliveryGroupId === undefined ? visible : [deliveryGroupId];
  const page = await store.listDeployments({ ...filters, deliveryGroupIds });
  return answer({ ...page, items: page.items.map((record) => viewDeployment(record, caller.role)) });
};

type Asked = { readonly caller: Caller; readonly id: string };

/** One record that the caller may see, in one round trip. */
const loadVisible = async (store: World['store'], { caller, id }: Asked): Promise<DeploymentRecord | Result<never>> => {
  const [{ deployment: record }, visible] = await Promise.all([
    store.read({ deployment: id }),
    visibleGroups(store, caller),
  ]);
  if (!record) return notFound(`deployment ${id}`);
  return visible && !visible.includes(record.deliveryGroupId) ? outOfScope(record.deliveryGroupId) : record;
};

/** Seconds after which a reader of something in flight should ask again. */
const POLL_AFTER_SECONDS = 2;

/** The record as it is; while in flight, a fresh look at the engine is asked for without waiting for it. */
export const getDeployment = async (
  { store, clock, observer, abilitiesOf }: Pick<World, 'store' | 'clock' | 'observer' | 'abilitiesOf'>,
  asked: Asked,
): Promise<Result<Deployment>> => {
  const record = await loadVisible(store, asked);
  if ('kind' in record) return record;
  const { role } = asked.caller;
  if (isTerminal(record.state)) return answer(viewDeployment(record, role));
  const pollAfterSeconds = POLL_AFTER_SECONDS;
  if (record.executionId === undefined)
    return { kind: 'answered', body: viewDeployment(record, role), pollAfterSeconds };
  const observedAt = seenAt(record, (await store.read({ watch: 'plane' })).watch);
  const canLook = abilitiesOf(record.order.engineType).observation;
  if (canLook && isOld(observedAt, clock.now())) await observer.ask(record.id);
  const body = viewDeployment(observedAt === undefined ? record : { ...record, observedAt }, role);
  return { kind: 'answered', body, pollAfterSeconds };
};

/** A little more than a round of looks takes while little is in flight. */
const ASK_AFTER_SECONDS = FRESHNESS_MIN_SECONDS + 1;
const isOld = (observedAt: string | undefined, now: Date): boolean =>
  observedAt === undefined || secondsBetween(observedAt, now) >= ASK_AFTER_SECONDS;

/** What happened, by time and then by sequence. */
export const getTimeline = async (
  { store }: Pick<World, 'store'>,
  asked: Asked,
): Promise<Result<{ items: TimelineEvent[] }>> => {
  const [record, events] = await Promise.all([loadVisible(store, asked), store.readTimeline(asked.id)]);
  if ('kind' in record) return record;
  const items = [...events].sort((a, b) => a.at.localeCompare(b.at) || a.sequence - b.sequence);
  return answer({ items: tellSteps(items, record.state) });
};

export const getFailures = async (
  { store }: Pick<World, 'store'>,
  asked: Asked,
): Promise<Result<{ items: Failure[] }>> => {
  const record = await loadVisible(store, asked);
  return 'kind' in record ? record : answer({ items: record.failures });
};
