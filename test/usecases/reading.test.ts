import { describe, expect, test } from 'vitest';
import type { Caller } from '../../lib/domain/records.ts';
import { getDeployment, getFailures, getTimeline, listDeployments } from '../../lib/usecases/reading/deployments.ts';
import { aDeliveryGroup, aService } from '../builders/config.ts';
import { anAdmin, anObserver, anOwner, aStranger } from './callers.ts';
import { bodyOf, codesOf, deployThrough, useLine } from './line.ts';

describe('Reading deployments', () => {
  const line = useLine({
    services: [aService(), aService({ name: 'other-service' })],
    deliveryGroups: [
      aDeliveryGroup(),
      aDeliveryGroup({ id: 'other', services: ['other-service'], owners: ['stranger@example.com'] }),
    ],
  });
  const seen = async (caller: Caller, deliveryGroupId?: string) =>
    bodyOf(await listDeployments(line().world, { caller, query: { limit: 50, deliveryGroupId } })).items.map(
      ({ id }) => id,
    );
  const deployBoth = async () => {
    const mine = await deployThrough(line());
    const { id } = bodyOf(await line().deploy({ service: 'other-service' }, { caller: aStranger() }));
    return { mine: mine.id, theirs: id };
  };

  test('shows owners those of their own groups, and everybody else all of them', async () => {
    const { mine, theirs } = await deployBoth();
    expect(await seen(anOwner())).toEqual([mine]);
    expect(await seen(aStranger())).toEqual([theirs]);
    expect(await seen(anOwner({ email: 'nobody@example.com' }))).toEqual([]);
    for (const caller of [anAdmin(), anObserver()]) expect(await seen(caller)).toEqual([theirs, mine]);
    expect(await seen(anObserver(), 'other')).toEqual([theirs]);
    expect(await seen(anOwner(), 'demo')).toEqual([mine]);
  });

  test('refuses owners another group by name, and its records', async () => {
    const { theirs } = await deployBoth();
    const caller = anOwner();
    const refusals = [
      await listDeployments(line().world, { caller, query: { limit: 5, deliveryGroupId: 'other' } }),
      await getDeployment(line().world, { caller, id: theirs }),
      await getTimeline(line().world, { caller, id: theirs }),
      await getFailures(line().world, { caller, id: theirs }),
    ];
    for (const refused of refusals) expect(codesOf(refused)).toEqual(['DELIVERY_GROUP_SCOPE_REQUIRED']);
    expect(codesOf(await getDeployment(line().world, { caller, id: '01K00000000000000000009999' }))).toEqual([
      'NOT_FOUND',
    ]);
  });

  test('tells a story by time, then by sequence', async () => {
    const { mine } = await deployBoth();
    const { items } = bodyOf(await getTimeline(line().world, { caller: anObserver(), id: mine }));
    expect(items.length).toBeGreaterThan(8);
    const order = items.map(({ at, sequence }) => `${at} ${String(sequence).padStart(4, '0')}`);
    expect(order).toEqual([...order].sort());
  });
});
