import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDynamoStore } from '../../../lib/adapters/dynamodb/store.ts';
import type { Faults } from '../../../lib/local/aws/dynamodb/faults.ts';
import type { Store } from '../../../lib/ports/store.ts';
import { aDeliveryGroup } from '../../builders/config.ts';
import { aLane, anAnswer, anAuditEvent, aRecord, idNumber, timelineFrom } from '../../builders/records.ts';
import { NOW } from '../../ports/store/world.ts';
import { type EmbeddedWorld, openEmbeddedWorld } from './embedded-world.ts';
import { createSharedTime, type SharedTime } from './shared-time.ts';

let world: EmbeddedWorld;
let time: SharedTime;
beforeEach(async () => {
  time = createSharedTime();
  world = await openEmbeddedWorld({ hold: time.sleep });
  await world.configure({ deliveryGroups: [aDeliveryGroup({ services: [] })] });
});
afterEach(() => world.close());

const CALLERS = 64;
const place = { deliveryGroupId: 'demo', environment: 'sandbox' };

/** Waits take no real time, but they take turns: who is held up by another meets it less often each time. */
const patientCommit = (): Store['commit'] => {
  const options = { client: world.client, table: world.table, now: () => new Date(NOW), random: Math.random };
  const store = createDynamoStore({ ...options, sleep: time.sleep });
  return (change) => time.take(() => store.commit(change));
};

/** An admission as the deploy decision makes it, each for a service of its own. */
const admission = (number: number, limit: number) => {
  const id = idNumber(number);
  const service = `service-${number}`;
  return {
    answer: {
      key: { callerId: 'me', operation: 'deployments.create', key: id },
      value: anAnswer({ expiresAt: '2026-11-22T12:00:00.000Z' }),
      now: NOW,
    },
    create: aRecord({ id, service, timelineSequence: 2 }),
    timeline: [{ deploymentId: id, entries: timelineFrom(1, ['INTENT_SUBMITTED', 'SLOT_CLAIMED']) }],
    lane: { before: undefined, after: aLane({ service }) },
    slots: {
      kind: 'claim' as const,
      place,
      deploymentId: id,
      holder: { service, version: '1.0.0', since: NOW },
      limit,
    },
    quota: { kind: 'claim' as const, key: { ...place, day: '2026-11-21', kind: 'deploy' as const }, limit: 50 },
    guard: { deliveryGroupId: 'demo', revision: 2 },
    audit: [anAuditEvent({ eventId: id, targetId: id })],
  };
};

const weathers: Record<string, Faults> = {
  'in fair weather': {},
  'while transactions meet each other': { conflictWindow: { holdMs: 10 } },
  'while conflicts and throttling are thrown in': { conflictRate: 0.4, throttleRate: 0.2 },
  'while answers are lost': { internalErrorRate: 0.3 },
  'while everything is thrown in': { conflictRate: 0.2, throttleRate: 0.2, internalErrorRate: 0.2 },
};

describe.each(Object.entries(weathers))('64 admissions at once, %s', (_, faults) => {
  test.each([1, 8])('with room for %i admit exactly so many and refuse the others', async (limit) => {
    const commit = patientCommit();
    Object.assign(world.dynamo.faults, faults);
    const numbers = Array.from({ length: CALLERS }, (_each, index) => index + 1);
    const results = await Promise.all(numbers.map((number) => commit(admission(number, limit))));
    for (const fault of Object.keys(faults)) Reflect.deleteProperty(world.dynamo.faults, fault);

    const admitted = numbers.filter((_number, index) => results[index]?.ok).map(idNumber);
    expect(admitted).toHaveLength(limit);
    for (const result of results) expect(result.ok ? ['slots'] : result.lost).toEqual(['slots']);
    const { store } = world;
    const found = await store.read({ slots: place, deployQuota: { ...place, day: '2026-11-21', kind: 'deploy' } });
    expect(Object.keys(found.slots?.holders ?? {}).sort()).toEqual(admitted);
    expect(found.deployQuota).toBe(limit);
    const recorded = await store.readDeployments(numbers.map(idNumber));
    expect(recorded.map(({ id }) => id)).toEqual(admitted);
    const audited = (await store.listAudit({ limit: 100 })).items.map(({ eventId }) => eventId);
    expect(audited.sort()).toEqual(admitted);
  });
});

test('64 requests with one key have one effect and one answer', async () => {
  Object.assign(world.dynamo.faults, { conflictRate: 0.2, internalErrorRate: 0.2 });
  const commit = patientCommit();
  const key = { callerId: 'me', operation: 'deployments.create', key: 'one' };
  const results = await Promise.all(
    Array.from({ length: CALLERS }, (_, index) => {
      const change = admission(index + 1, CALLERS);
      return commit({ ...change, answer: { ...change.answer, key } });
    }),
  );
  expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  expect(results.every((result) => result.ok || result.lost.includes('answer'))).toBe(true);
});
