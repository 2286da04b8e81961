import { afterEach, beforeEach, expect, test } from 'vitest';
import { aDeliveryGroup, planeSettings } from '../../builders/config.ts';
import { aLane, anAnswer, anAuditEvent, aRecord, aSuccess, idNumber, timelineFrom } from '../../builders/records.ts';
import { NOW } from '../../ports/store/world.ts';
import { type EmbeddedWorld, openEmbeddedWorld } from './embedded-world.ts';

let world: EmbeddedWorld;
beforeEach(async () => {
  world = await openEmbeddedWorld();
});
afterEach(() => world.close());

const place = { deliveryGroupId: 'demo', environment: 'sandbox' };
const SUMMARY_OF_USUAL_LENGTH =
  'Faster checkout for returning customers: remembers the last address and skips the review step. See CHG-20461.';

test('an admission writes at most 40 units in one request', async () => {
  await world.configure({ deliveryGroups: [aDeliveryGroup({ services: [] })] });
  world.used.length = 0;
  const record = aRecord({ timelineSequence: 4, changeSummary: SUMMARY_OF_USUAL_LENGTH });
  const { order: _order, handOver: _handOver, quota: _quota, ...deployment } = record;
  const committed = await world.store.commit({
    answer: {
      key: {
        callerId: record.createdBy.id,
        operation: 'deployments.create',
        key: 'f3b1c2d4-1111-2222-3333-444455556666',
      },
      value: anAnswer({ body: deployment, expiresAt: '2026-11-22T12:00:00.000Z' }),
      now: NOW,
    },
    create: record,
    timeline: [
      {
        deploymentId: record.id,
        entries: timelineFrom(1, ['INTENT_SUBMITTED', 'POLICY_PASSED', 'QUOTA_CLAIMED', 'SLOT_CLAIMED']),
      },
    ],
    lane: { before: undefined, after: aLane({ inFlight: { deploymentId: record.id, version: record.version } }) },
    slots: {
      kind: 'claim',
      place,
      deploymentId: record.id,
      holder: { service: record.service, version: record.version, since: record.createdAt },
      limit: 1,
    },
    quota: { kind: 'claim', key: { ...place, day: '2026-11-21', kind: 'deploy' }, limit: 25 },
    guard: { deliveryGroupId: 'demo', revision: 2 },
    audit: [anAuditEvent({ summary: `demo-service 1.0.0 to sandbox: ${SUMMARY_OF_USUAL_LENGTH}` })],
  });
  expect(committed).toEqual({ ok: true });
  expect(world.used).toHaveLength(1);
  console.log(`An admission writes ${world.used[0]?.writeUnits} units.`);
  expect(world.used[0]?.writeUnits).toBeLessThanOrEqual(40);
});

test('a page of 50 deployments reads at most 15 units in one request', async () => {
  await world.configure({ settings: planeSettings() });
  for (let number = 1; number <= 60; number += 1) {
    const failure = {
      category: 'APP' as const,
      summary: 'The new version did not become healthy',
      detail: 'Health checks of 2 of 3 instances failed for 5 minutes',
      actionHint: 'Look at the logs of the new version, then deploy a fixed one',
      retryable: false,
      observedAt: NOW,
    };
    const create = aSuccess({
      id: idNumber(number),
      changeSummary: SUMMARY_OF_USUAL_LENGTH,
      supersededBy: idNumber(number + 1),
      ...(number % 6 === 0 ? { state: 'FAILED', outcome: 'FAILED', failures: [failure] } : { outcome: 'SUPERSEDED' }),
    });
    await world.store.commit({ create });
  }
  world.used.length = 0;
  const page = await world.store.listDeployments({ limit: 50 });
  expect(page.items).toHaveLength(50);
  expect(world.used).toHaveLength(1);
  console.log(`A page of 50 deployments reads ${world.used[0]?.readUnits} units.`);
  expect(world.used[0]?.readUnits).toBeLessThanOrEqual(15);
});

test('all facts of an admission are read in one request', async () => {
  await world.store.read({ service: 'a', deliveryGroup: 'g', recipe: 'r', lane: { service: 'a', environment: 'e' } });
  expect(world.used.map(({ request }) => request)).toEqual(['get']);
});
