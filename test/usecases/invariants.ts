import { expect } from 'vitest';
import { SEARCH_WINDOW_SECONDS } from '../../lib/domain/hand-over.ts';
import type { DeploymentRecord } from '../../lib/domain/records.ts';
import { isTerminal } from '../../lib/domain/states.ts';
import { isSettled } from '../../lib/domain/strays.ts';
import { secondsBetween } from '../../lib/domain/time.ts';
import type { Line } from './line.ts';

/** What must be true of the records at any time, whatever happened. */
export const expectInvariants = async (line: Line): Promise<void> => {
  const records = await line.deployments();
  const byId = new Map(records.map((record) => [record.id, record]));
  await expectPlaces(line, records, byId);
  await expectQuotas(line, records);
  await expectLanes(line, records);
  await expectTimelines(line, records);
  await expectAudit(line, records);
  expectLinks(records, byId);
  for (const record of records) expectExecutions(line, record);
};

type ById = ReadonlyMap<string, DeploymentRecord>;

const distinct = <Item>(items: readonly Item[], key: (item: Item) => string): Item[] => [
  ...new Map(items.map((item) => [key(item), item])).values(),
];

/** Everything in flight holds one place or waits for the one that does; every holder is in flight. */
const expectPlaces = async (line: Line, records: readonly DeploymentRecord[], byId: ById): Promise<void> => {
  const places = distinct(records, ({ deliveryGroupId, environment }) => `${deliveryGroupId} ${environment}`);
  for (const place of places) {
    const holders = await line.holders(place);
    for (const id of holders) expect(byId.get(id)?.state, `holder ${id}`).toMatch(/PENDING|ACTIVE|IN_PROGRESS/);
    const here = records.filter(
      (record) => record.deliveryGroupId === place.deliveryGroupId && record.environment === place.environment,
    );
    for (const { id, state, waitsFor } of here.filter((record) => !isTerminal(record.state))) {
      const waits = waitsFor !== undefined && holders.includes(waitsFor);
      expect(holders.includes(id) !== waits, `${id} ${state} holds a place or waits`).toBe(true);
    }
  }
};

/** What is used up is what was admitted less what was given back. */
const expectQuotas = async (line: Line, records: readonly DeploymentRecord[]): Promise<void> => {
  const keyOf = ({ deliveryGroupId, environment, quota: { day, kind } }: DeploymentRecord) =>
    ({ deliveryGroupId, environment, day, kind }) as const;
  const name = (record: DeploymentRecord) => JSON.stringify(keyOf(record));
  for (const one of distinct(records, name)) {
    const { deployQuota } = await line.store.read({ deployQuota: keyOf(one) });
    const counted = records.filter((record) => name(record) === name(one) && !record.quota.refunded).length;
    expect(deployQuota, `quota ${name(one)}`).toBe(counted);
  }
};

/** What runs is the last success; at most one is in flight beside one that waits. */
const expectLanes = async (line: Line, records: readonly DeploymentRecord[]): Promise<void> => {
  for (const { service, environment } of distinct(records, (record) => `${record.service} ${record.environment}`)) {
    const here = records.filter((record) => record.service === service && record.environment === environment);
    const lane = await line.lane({ service, environment });
    const successes = here
      .filter(({ state }) => state === 'SUCCEEDED')
      .sort((a, b) => String(a.finishedAt).localeCompare(String(b.finishedAt)));
    expect(lane?.running?.deploymentId, `running ${service}`).toBe(successes.at(-1)?.id);
    const current = successes.filter(({ outcome }) => outcome === 'SUCCEEDED').map(({ id }) => id);
    expect(current, `neither superseded nor rolled back of ${service}`).toEqual(
      successes.slice(-1).map(({ id }) => id),
    );
    const inFlight = here.filter(({ state }) => !isTerminal(state)).map(({ id }) => id);
    const known = [lane?.inFlight?.deploymentId, lane?.waiting?.deploymentId].filter((id) => id !== undefined);
    expect(known.sort(), `in flight ${service}`).toEqual(inFlight.sort());
  }
};

const expectTimelines = async (line: Line, records: readonly DeploymentRecord[]): Promise<void> => {
  for (const { id, timelineSequence } of records) {
    const sequences = (await line.timeline(id)).map(({ sequence }) => sequence);
    expect(sequences, `timeline ${id}`).toEqual(Array.from({ length: timelineSequence }, (_, index) => index + 1));
  }
};

/** One submission and, once ended, one end for each record. */
const expectAudit = async (line: Line, records: readonly DeploymentRecord[]): Promise<void> => {
  const events = await line.audit();
  for (const { id, deploymentKind, state, handOver } of records) {
    const about = events.filter(({ targetId, outcome }) => targetId === id && outcome !== 'DENIED');
    const of = (type: string) => about.filter(({ eventType }) => eventType === type).length;
    expect(of(deploymentKind === 'ROLLBACK' ? 'ROLLBACK_SUBMIT' : 'DEPLOY_SUBMIT'), `submissions of ${id}`).toBe(1);
    const endedByCancel = state === 'CANCELED' && handOver.leases === 0 && of('CANCEL_SUBMIT') === 1;
    expect(of('DEPLOYMENT_FINISHED'), `ends of ${id}`).toBe(isTerminal(state) && !endedByCancel ? 1 : 0);
  }
};

const expectLinks = (records: readonly DeploymentRecord[], byId: ById): void => {
  for (const { id, state, outcome, rolledBackBy, supersededBy } of records) {
    if (!isTerminal(state)) expect(outcome, `outcome of ${id}`).toBeNull();
    else if (state !== 'SUCCEEDED') expect(outcome, `outcome of ${id}`).toBe(state);
    else if (rolledBackBy !== undefined) expect(outcome, `outcome of ${id}`).toBe('ROLLED_BACK');
    else expect(outcome, `outcome of ${id}`).toBe(supersededBy === undefined ? 'SUCCEEDED' : 'SUPERSEDED');
    for (const link of [rolledBackBy, supersededBy]) {
      if (link !== undefined) expect(byId.get(link)?.state, `${link}, linked by ${id}`).toBe('SUCCEEDED');
    }
    if (rolledBackBy !== undefined) expect(byId.get(rolledBackBy)?.rollbackOf).toBe(id);
  }
};

/** How long an execution may be unknown: until the search window has closed and reconciliation has been there. */
const UNKNOWN_SECONDS = SEARCH_WINDOW_SECONDS + 60;

/** None runs unknown for longer than it takes to look, and none besides its own once everything is settled. */
const expectExecutions = (line: Line, { id, executionId, state, handOver }: DeploymentRecord): void => {
  const strays = (handOver.strays ?? []).map((stray) => stray.id);
  const others = line.engine
    .of(id)
    .filter(({ status }) => !ended.has(status))
    .filter((execution) => execution.id !== executionId);
  const unknown = others.filter((execution) => !strays.includes(execution.id));
  const late = unknown.filter(({ startedAt }) => secondsBetween(startedAt, line.clock.now()) > UNKNOWN_SECONDS);
  if (executionId !== undefined || isTerminal(state)) {
    expect(late, `executions of ${id} that nobody knows`).toEqual([]);
    if (isSettled(handOver)) expect(others, `executions of ${id} when all is settled`).toEqual([]);
  }
};

const ended: ReadonlySet<string> = new Set(['SUCCEEDED', 'FAILED', 'CANCELED', 'ROLLED_BACK']);
