import { describe, expect, test } from 'vitest';
import type { State } from '../../../lib/contract/deployment.ts';
import type { DeploymentRecord } from '../../../lib/domain/records.ts';
import { type DeploymentQuery, InvalidCursor } from '../../../lib/ports/store.ts';
import { planeSettings } from '../../builders/config.ts';
import { aRecord, aSuccess, idNumber, nextOf } from '../../builders/records.ts';
import { type OpenWorld, useWorld, walkThrough } from './world.ts';

const DAY = 86_400_000;

/** The newest is number 1; each further one is older by `stepMs`. */
const history = (count: number, stepMs: number, set: (number: number) => Partial<DeploymentRecord> = () => ({})) =>
  Array.from({ length: count }, (_, index) =>
    aSuccess({
      id: idNumber(count - index),
      createdAt: new Date(Date.parse('2026-11-21T10:00:00.000Z') - index * stepMs).toISOString(),
      ...set(index + 1),
    }),
  );

export const describeDeploymentLists = (open: OpenWorld): void => {
  describe('listing deployments', () => {
    const world = useWorld(open);
    const fill = async (records: readonly DeploymentRecord[], planeSince = '2026-01-15T00:00:00.000Z') => {
      await world().configure({ settings: planeSettings({ createdAt: planeSince }) });
      await Promise.all(records.map((create) => world().store.commit({ create })));
    };
    const walk = (query: DeploymentQuery, limit = 50) =>
      walkThrough((page) => world().store.listDeployments({ ...query, ...page }), limit);
    const idsOf = async (query: DeploymentQuery, limit = 50) => (await walk(query, limit)).items.map(({ id }) => id);
    const ids = (records: readonly DeploymentRecord[]) => records.map(({ id }) => id);

    test('gives them newest first, page by page, each once', async () => {
      const records = history(23, 3_600_000);
      await fill(records, '2026-11-01T00:00:00.000Z');
      const walked = await walk({}, 10);
      expect(walked.items).toEqual(records);
      expect(walked.pages).toEqual([10, 10, 3]);
    });

    test('orders those of one instant by id', async () => {
      const records = history(7, 0);
      await fill(records);
      expect(await idsOf({}, 2)).toEqual(ids(records));
    });

    test('ends a list without a cursor when the page holds the last of it', async () => {
      const records = history(10, 1000);
      await fill(records, '2026-11-01T00:00:00.000Z');
      const page = await world().store.listDeployments({ limit: 10 });
      expect(page.items).toHaveLength(10);
      expect(page.nextCursor).toBeUndefined();
    });

    test('walks over months, empty ones too, down to the first of the plane', async () => {
      const records = [...history(3, DAY), ...history(4, DAY).map((record, index) => older(record, index))];
      await fill(records);
      expect(await idsOf({}, 2)).toEqual(ids(records));
      expect(await idsOf({ environment: 'sandbox' }, 3)).toEqual(ids(records));
      expect(await idsOf({ state: 'SUCCEEDED' }, 3)).toEqual(ids(records));
    });

    test('looks at four months a page at most, then gives a short page with a cursor', async () => {
      const oldest = older(aSuccess(), 0);
      await fill([oldest]);
      const first = await world().store.listDeployments({ limit: 10 });
      expect(first.items).toEqual([]);
      const second = await world().store.listDeployments({ limit: 10, cursor: first.nextCursor });
      expect(second.items.map(({ id }) => id)).toEqual([oldest.id]);
      expect(await idsOf({}, 10)).toEqual([oldest.id]);
    });

    test('finds by service, environment, delivery group and state, alone and together', async () => {
      const records = history(24, 3_600_000, (number) => ({
        service: `service-${number % 2}`,
        environment: number % 3 === 0 ? 'staging' : 'sandbox',
        deliveryGroupId: `group-${number % 4}`,
        ...(number % 5 === 0 ? { state: 'FAILED' as const, outcome: 'FAILED' as const } : {}),
      }));
      await fill(records);
      const queries: DeploymentQuery[] = [
        { service: 'service-1' },
        { environment: 'staging' },
        { service: 'service-0', environment: 'sandbox' },
        { deliveryGroupIds: ['group-1'] },
        { deliveryGroupIds: ['group-0', 'group-3', 'group-3'] },
        { deliveryGroupIds: ['group-0'], environment: 'staging' },
        { deliveryGroupIds: ['group-2', 'group-1'], state: 'FAILED', service: 'service-1' },
        { state: 'FAILED' },
        { state: 'FAILED', environment: 'sandbox' },
        { state: 'PENDING' },
      ];
      for (const query of queries) {
        const wanted = records.filter((record) => matches(record, query));
        expect(await idsOf(query, 4), JSON.stringify(query)).toEqual(ids(wanted));
      }
    });

    test('merges many delivery groups by time', async () => {
      const records = history(60, 60_000, (number) => ({ deliveryGroupId: `group-${(number * 7) % 30}` }));
      await fill(records);
      const owned = (count: number) => Array.from({ length: count }, (_, group) => `group-${group}`);
      for (const count of [6, 30]) {
        const deliveryGroupIds = owned(count);
        const wanted = records.filter((record) => deliveryGroupIds.includes(record.deliveryGroupId));
        expect(await idsOf({ deliveryGroupIds }, 9)).toEqual(ids(wanted));
      }
    });

    test('finds nothing for an owner without delivery groups', async () => {
      await fill(history(3, 1000));
      const nothing = { items: [] };
      expect(await world().store.listDeployments({ deliveryGroupIds: [], limit: 5 })).toEqual(nothing);
      const service = 'demo-service';
      expect(await world().store.listDeployments({ deliveryGroupIds: [], service, limit: 5 })).toEqual(nothing);
      const state = 'PENDING' as const;
      expect(await world().store.listDeployments({ deliveryGroupIds: [], state, limit: 5 })).toEqual(nothing);
    });

    test('finds by outcome, by reason and by person, in short pages if need be', async () => {
      const records = history(130, 60_000, (number) =>
        number === 125
          ? {
              outcome: 'SUPERSEDED' as const,
              failures: [
                { category: 'UNKNOWN', summary: 's', actionHint: 'h', observedAt: '2026-11-01T00:00:00.000Z' },
              ],
              createdBy: { id: 'u-1', email: 'rare@example.com', role: 'PLATFORM_ADMIN' },
            }
          : {},
      );
      await fill(records, '2026-11-01T00:00:00.000Z');
      const rare = [records[124]?.id];
      expect(await idsOf({ outcome: 'SUPERSEDED' })).toEqual(rare);
      expect(await idsOf({ failureCategory: 'UNKNOWN' })).toEqual(rare);
      expect(await idsOf({ failureCategory: 'APP' })).toEqual([]);
      expect(await idsOf({ createdBy: 'rare@example.com' })).toEqual(rare);
      expect(await idsOf({ createdBy: 'u-1', service: 'demo-service' })).toEqual(rare);
    });

    test('finds a period: from its first instant to before its last', async () => {
      const records = history(20, DAY);
      await fill(records);
      const query = { from: '2026-11-10T10:00:00Z', to: '2026-11-15T10:00:00Z' };
      const days = ['2026-11-14', '2026-11-13', '2026-11-12', '2026-11-11', '2026-11-10'];
      for (const more of [{}, { service: 'demo-service' }, { deliveryGroupIds: ['demo', 'other'] }]) {
        const { items } = await walk({ ...query, ...more }, 2);
        expect(items.map(({ createdAt }) => createdAt.slice(0, 10))).toEqual(days);
      }
      expect(await idsOf({ from: query.to, to: query.from })).toEqual([]);
      expect(await idsOf({ to: '2026-10-31T00:00:00Z' })).toEqual([]);
    });

    test('moves a deployment between the lists of states as it changes', async () => {
      const { store } = world();
      const first = aRecord();
      await fill([first]);
      const inState = (state: State) => idsOf({ state });
      expect(await inState('PENDING')).toEqual([first.id]);
      const second = nextOf(first, { state: 'ACTIVE' });
      await store.commit({ updates: [{ before: first, after: second }] });
      expect(await inState('PENDING')).toEqual([]);
      expect(await inState('ACTIVE')).toEqual([first.id]);
      const third = nextOf(second, { state: 'FAILED', outcome: 'FAILED' });
      await store.commit({ updates: [{ before: second, after: third }] });
      expect(await inState('ACTIVE')).toEqual([]);
      expect(await inState('FAILED')).toEqual([first.id]);
    });

    test('refuses cursors it did not give out', async () => {
      const { store } = world();
      await fill(history(5, 1000));
      const { nextCursor = '' } = await store.listDeployments({ limit: 2 });
      const audit = Buffer.from(JSON.stringify([1, 'audit', '2026-10'])).toString('base64url');
      const foreign = [
        '',
        'x',
        `${nextCursor}=`,
        `${nextCursor} `,
        nextCursor.slice(0, -2),
        audit,
        Buffer.from('[1,"deployments","2026-13"]').toString('base64url'),
        Buffer.from('[1,"deployments","2026-11-21T10:00:00.000Z#a b"]').toString('base64url'),
        Buffer.from('[2,"deployments","2026-10"]').toString('base64url'),
        Buffer.from('{"__proto__":1}').toString('base64url'),
      ];
      for (const cursor of foreign) {
        await expect(store.listDeployments({ limit: 2, cursor }), cursor).rejects.toThrow(InvalidCursor);
      }
      expect((await store.listDeployments({ limit: 2, cursor: nextCursor })).items).toHaveLength(2);
    });
  });

  describe('listing what is in flight', () => {
    const world = useWorld(open);

    test('gives everything not terminal, oldest first', async () => {
      const { store } = world();
      const states = ['PENDING', 'SUCCEEDED', 'ACTIVE', 'FAILED', 'IN_PROGRESS', 'PENDING', 'CANCELED'] as const;
      const records = Array.from({ length: 28 }, (_, index) =>
        aRecord({
          id: idNumber(index),
          createdAt: new Date(Date.parse('2026-09-01T10:00:00.000Z') + index * DAY).toISOString(),
          state: states[index % states.length] ?? 'PENDING',
        }),
      );
      await Promise.all(records.map((create) => store.commit({ create })));
      const { items } = await walkThrough((page) => store.listInFlight(page), 3);
      const open = records.filter(({ state }) => ['PENDING', 'ACTIVE', 'IN_PROGRESS'].includes(state));
      expect(items).toEqual(open);
    });
  });

  describe('listing what has ended and is not settled', () => {
    const world = useWorld(open);

    test('gives it, oldest first, until it is settled', async () => {
      const { store } = world();
      const asked = { leases: 1, lastRequestAt: '2026-09-01T10:00:00.000Z' };
      const handOvers = [
        { leases: 0 },
        asked,
        { ...asked, searchedAt: '2026-09-01T10:01:29.000Z' },
        { ...asked, searchedAt: '2026-09-01T10:01:30.000Z' },
        { ...asked, searchedAt: '2026-09-01T10:01:30.000Z', strays: [{ id: 'second' }] },
        { ...asked, searchedAt: '2026-09-01T10:01:30.000Z', strays: [{ id: 'second', over: true as const }] },
      ];
      const records = handOvers.flatMap((handOver, index) =>
        (['FAILED', 'ACTIVE'] as const).map((state, offset) =>
          aRecord({ id: idNumber(2 * index + offset), state, handOver }),
        ),
      );
      await Promise.all(records.map((create) => store.commit({ create })));
      const listed = async () => (await walkThrough((page) => store.listUnsettled(page), 2)).items.map(({ id }) => id);
      expect(await listed()).toEqual([idNumber(2), idNumber(4), idNumber(8)]);
      for (const before of records.filter(({ id }) => id === idNumber(2))) {
        const handOver = { ...asked, searchedAt: '2026-09-01T10:02:00.000Z' };
        await store.commit({
          updates: [{ before, after: { ...before, handOver, recordVersion: before.recordVersion + 1 } }],
        });
      }
      expect(await listed()).toEqual([idNumber(4), idNumber(8)]);
    });
  });
};

const older = (record: DeploymentRecord, days: number): DeploymentRecord => ({
  ...record,
  id: idNumber(900 - days),
  createdAt: new Date(Date.parse('2026-05-03T10:00:00.000Z') - days * DAY).toISOString(),
});

const matches = (record: DeploymentRecord, query: DeploymentQuery): boolean =>
  (query.service === undefined || record.service === query.service) &&
  (query.environment === undefined || record.environment === query.environment) &&
  (query.state === undefined || record.state === query.state) &&
  (query.deliveryGroupIds === undefined || query.deliveryGroupIds.includes(record.deliveryGroupId));
