import { afterEach, describe, expect, test } from 'vitest';
import { settingsSetKillSwitch } from '../../lib/contract/routes/settings/setKillSwitch.ts';
import { mutationEndpoint } from '../../lib/http/endpoint.ts';
import { ContentionFault, type Store } from '../../lib/ports/store.ts';
import { followSwitch } from '../../lib/usecases/configure/follow-switch.ts';
import { createDeliveryGroup } from '../../lib/usecases/configure/groups.ts';
import { setKillSwitch } from '../../lib/usecases/configure/settings.ts';
import { armCrashPoints } from '../../lib/usecases/crash-points.ts';
import { aDeliveryGroup, aService } from '../builders/config.ts';
import { call } from '../http/gateway.ts';
import { needsOf } from '../http/needs.ts';
import { keepRequestLog } from '../http/request-log.ts';
import { anAdmin } from '../usecases/callers.ts';
import { bodyOf, codesOf, useEmbeddedLine } from '../usecases/line.ts';
import { seededChance, weathers } from './crowd.ts';

const ids = Array.from({ length: 12 }, (_, number) => `group-${number}`);
const environments = [{ name: 'sandbox', enabled: true, promotionOrder: 1 }];

/** As many groups as services, so that nobody waits for anybody's place. */
const manyGroups = {
  services: ids.map((id) => aService({ name: `${id}-service`, deliveryGroupId: id })),
  deliveryGroups: ids.map((id) => aDeliveryGroup({ id, services: [`${id}-service`], environments })),
};

describe.each(weathers)('The kill switch in a storm, with $name', ({ faults }) => {
  const line = useEmbeddedLine(manyGroups);
  keepRequestLog();
  afterEach(() => armCrashPoints(undefined));
  let turns = 0;
  const turn = (mutationsDisabled: boolean, key?: string) => {
    turns += 1;
    return setKillSwitch(
      line().world,
      line().byAdmin(
        'settings.setKillSwitch',
        { body: { mutationsDisabled, reason: 'Storm' } },
        { key: key ?? `turn-${turns}` },
      ),
    );
  };
  const deployAll = () => Promise.all(ids.map((id) => line().deploy({ service: `${id}-service` })));
  const guards = () => line().store.readMany('guard', ids);

  test('lets nothing in once it has answered, whatever was on its way', async () => {
    Object.assign(line().database.dynamo.faults, faults, { random: seededChance(4242) });
    const storm = deployAll();
    const answered = turn(true);
    bodyOf(await answered);
    const admittedBefore = new Set((await line().deployments()).map(({ id }) => id));
    for (const result of await storm) expect(['answered', 'MUTATIONS_DISABLED']).toContain(codesOf(result)[0]);
    const late = await deployAll();
    expect(new Set(late.flatMap(codesOf))).toEqual(new Set(['MUTATIONS_DISABLED']));
    const admitted = (await line().deployments()).map(({ id }) => id);
    expect(admitted.filter((id) => !admittedBefore.has(id))).toEqual([]);
  });

  test('is not undone by a turn that was slower', async () => {
    bodyOf(await turn(true));
    bodyOf(await turn(false));
    const { killSwitch } = await line().store.read({ killSwitch: 'plane' });
    bodyOf(await turn(true));
    for (const deliveryGroupId of ids) {
      const follow = { deliveryGroupId, mutationsDisabled: false, epoch: killSwitch?.epoch ?? 0 };
      expect(await line().store.commit({ follow })).toEqual({ ok: false, lost: ['follow'] });
    }
    expect((await guards()).every((guard) => guard?.mutationsDisabled)).toBe(true);
  });

  test('covers a group that was added meanwhile, or lets nobody add it', async () => {
    const { name, owners, allowedRecipes, guardrails } = aDeliveryGroup();
    const body = { id: 'late', name, owners, services: [], allowedRecipes, environments, guardrails };
    const [added, turned] = await Promise.all([
      createDeliveryGroup(line().world, line().byAdmin('deliveryGroups.create', { body })),
      turn(true),
    ]);
    bodyOf(turned);
    const { guard } = await line().store.read({ guard: 'late' });
    expect(guard?.mutationsDisabled ?? true).toBe(true);
    expect(codesOf(added)).toEqual([guard ? 'answered' : 'MUTATIONS_DISABLED']);
  });

  test('goes on to all others when a row cannot be written, and says what is and what is not', async () => {
    const { store } = line().world;
    const commit = store.commit.bind(store);
    const stuck = new Set(['group-0', 'group-9']);
    const contended: Pick<Store, 'commit'> = {
      commit: async (change) => {
        if (change.follow && stuck.has(change.follow.deliveryGroupId)) throw new ContentionFault('Others are faster');
        return commit(change);
      },
    };
    Object.assign(store, contended);
    const door = mutationEndpoint(settingsSetKillSwitch, needsOf(line()), (request) =>
      setKillSwitch(line().world, request),
    );
    const sent = {
      method: 'PUT',
      caller: anAdmin(),
      headers: { 'idempotency-key': 'stop' },
      body: { mutationsDisabled: true, reason: 'Storm' },
    };
    const { status, headers, body } = await call(door, sent);
    expect([status, body.code, headers['retry-after']]).toEqual([503, 'NOT_YET_EVERYWHERE', '2']);
    expect(body.detail).toMatch(/^Changes are switched off, but 2 delivery groups have not followed yet/);
    const behind = (await guards()).flatMap((guard) => (guard?.mutationsDisabled ? [] : [guard?.deliveryGroupId]));
    expect(new Set(behind)).toEqual(stuck);
    expect((await call(door, sent)).status).toBe(503);
    stuck.clear();
    const again = await call(door, sent);
    expect([again.status, again.headers['idempotency-replayed']]).toEqual([200, 'true']);
    expect((await guards()).every((guard) => guard?.mutationsDisabled)).toBe(true);
    expect((await line().audit()).map(({ outcome }) => outcome)).toEqual(['SUCCESS']);
  });

  test('is carried through by the schedule, or by who asks again, when whoever turned it died', async () => {
    armCrashPoints((point) => {
      if (!point.startsWith('kill switch')) return;
      armCrashPoints(undefined);
      throw new Error('The process dies');
    });
    await expect(turn(true, 'one-key')).rejects.toThrow('dies');
    expect(new Set((await guards()).map((guard) => guard?.mutationsDisabled)).size).toBe(2);
    await line().reconcile();
    expect((await guards()).every((guard) => guard?.mutationsDisabled)).toBe(true);
    expect(await turn(true, 'one-key')).toMatchObject({ replayed: true });
    expect(await followSwitch(line().world)).toBe(0);
  });
});
