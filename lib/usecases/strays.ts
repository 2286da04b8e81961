import type { AuditEvent } from '../contract/audit.ts';
import { isEnd } from '../domain/advance.ts';
import { aboutDeployment, auditEvent } from '../domain/audit.ts';
import type { Change } from '../domain/change.ts';
import { orderOf } from '../domain/order.ts';
import type { DeploymentRecord, Stray } from '../domain/records.ts';
import type { TerminalState } from '../domain/states.ts';
import { type News, neverStarted, noteStrays } from '../domain/strays.ts';
import { iso } from '../domain/time.ts';
import { gather, writeRecord } from '../domain/write.ts';
import { EngineFault } from '../ports/engine.ts';
import { callEngine } from './engine-call.ts';
import type { World } from './world.ts';

type Needs = Pick<World, 'store' | 'clock' | 'ids' | 'engine'>;

/** What a search gave, and when it began. Without `proves`, nobody could search and nobody will. */
export type Search = { readonly found: readonly string[]; readonly searchedAt: string; readonly proves: boolean };

/** All executions that carry the order's ids, the oldest first; `undefined` when the engine cannot be asked now. */
export const searchFor = async (world: Needs, record: DeploymentRecord): Promise<Search | undefined> => {
  const searchedAt = iso(world.clock.now());
  const found = await unlessFault(() => callEngine(world, () => world.engine.find(orderOf(record))));
  return found && { found: found.map(({ id }) => id), searchedAt, proves: true };
};

/**
 * Asks what still runs to stop. Answers what has ended already, as far as the engine can be asked at all; what cannot be
 * asked now is asked again later.
 */
export const stopStrays = async (
  world: Needs,
  record: DeploymentRecord,
  strays: readonly string[],
): Promise<News['over']> => {
  const { abilities } = world.engine;
  const { order } = record;
  const watched = strays.map((executionId) => ({ executionId, steps: order.steps }));
  const seen = abilities.observation
    ? await unlessFault(() => callEngine(world, () => world.engine.observeMany(watched)))
    : undefined;
  const over = new Map<string, TerminalState | undefined>();
  for (const stray of strays) {
    const status = seen?.get(stray)?.status;
    if (status !== undefined && isEnd(status)) over.set(stray, status);
  }
  for (const stray of strays) {
    if (over.has(stray)) continue;
    const asked = !abilities.cancel || (await unlessFault(() => stop(world, stray, whyStopped(record, stray))));
    // Nobody will ever learn what becomes of it.
    if (asked && !abilities.observation) over.set(stray, undefined);
  }
  return over;
};

const whyStopped = ({ id, executionId }: DeploymentRecord, stray: string): string =>
  stray === executionId ? `Deployment ${id} was released in DXCP` : `Duplicate of deployment ${id}`;

const stop = async (world: Needs, stray: string, reason: string): Promise<true> => {
  await callEngine(world, () => world.engine.cancel(stray, reason));
  return true;
};

/** The change that news of executions makes; `undefined` when they are no news. */
export const noted = (
  world: Needs,
  record: DeploymentRecord,
  news: News & { readonly proves?: boolean },
): { readonly record: DeploymentRecord; readonly change: Change } | undefined => {
  const { handOver, entries, fresh } = noteStrays(record, news);
  const refund = news.proves === true && neverStarted(record, handOver);
  if (entries.length === 0 && handOver.searchedAt === record.handOver.searchedAt) return undefined;
  const write = writeRecord(record, {
    now: entries.length === 0 && !refund ? record.updatedAt : news.at,
    set: { handOver, ...(refund ? { quota: { ...record.quota, refunded: true } } : {}) },
    entries,
  });
  const { deliveryGroupId, environment, quota } = record;
  const key = { deliveryGroupId, environment, day: quota.day, kind: quota.kind };
  return {
    record: write.update.after,
    change: {
      ...gather([write]),
      ...(refund ? { quota: { kind: 'refund', key } } : {}),
      audit: strayEvents(world, record, fresh),
    },
  };
};

/** One event for each execution that is one too many, for the commit that takes note of it. */
export const strayEvents = (
  { clock, ids }: Pick<World, 'clock' | 'ids'>,
  record: DeploymentRecord,
  fresh: readonly Stray[],
): AuditEvent[] =>
  fresh.map(({ over }) =>
    auditEvent(
      { actor: 'system', requestId: `workflow-${record.id}`, now: iso(clock.now()), eventId: ids.event() },
      {
        type: 'DUPLICATE_EXECUTION_CANCELED',
        outcome: over ? 'FAILED' : 'SUCCESS',
        summary: `A second execution of ${record.service} ${record.version} ${over ? 'had ended before it was found' : 'is stopped'}`,
        subject: aboutDeployment(record),
      },
    ),
  );

/** `undefined` when the engine could not be asked, or its answer was none. */
export const unlessFault = async <Answer>(call: () => Promise<Answer>): Promise<Answer | undefined> => {
  try {
    return await call();
  } catch (fault) {
    if (fault instanceof EngineFault) return undefined;
    throw fault;
  }
};
