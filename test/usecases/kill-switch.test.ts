import { describe, expect, test } from 'vitest';
import { NotYetFollowed } from '../../lib/usecases/configure/not-yet-followed.ts';
import { setKillSwitch } from '../../lib/usecases/configure/settings.ts';
import { bodyOf, codesOf, deployThrough, useLine } from './line.ts';

describe('switching changes off', () => {
  const line = useLine();

  test('refuses deployments and rollbacks, with the reason', async () => {
    await deployThrough(line(), { version: '1.0.0' });
    const { id } = await deployThrough(line(), { version: '2.0.0' });
    await line().switchChanges({ reason: 'Moving house' });
    const refused = await line().deploy({ version: '3.0.0' });
    expect(codesOf(refused)).toEqual(['MUTATIONS_DISABLED']);
    expect(refused).toMatchObject({ refusals: [{ message: expect.stringContaining('Moving house') }] });
    expect(codesOf(await line().rollback(id))).toEqual(['MUTATIONS_DISABLED']);
    expect(await line().deployments()).toHaveLength(2);

    await line().switchChanges({ mutationsDisabled: false, epoch: 2 });
    expect((await line().deploy({ version: '3.0.0' })).kind).toBe('answered');
  });

  test('is one of the reasons that a validation lists', async () => {
    await line().switchChanges({});
    const validation = bodyOf(await line().validate({ version: '9.9.9' }));
    expect(validation.allowed).toBe(false);
    expect(validation.refusals.map(({ code }) => code)).toEqual(['MUTATIONS_DISABLED', 'VERSION_NOT_FOUND']);
    expect(bodyOf(await line().validate()).refusals.map(({ code }) => code)).toEqual(['MUTATIONS_DISABLED']);
  });

  test('cancels what was admitted and not handed over, with its quota back', async () => {
    const { id } = bodyOf(await line().deploy());
    await line().switchChanges({});
    line().move(60);
    await line().handOver(id);
    expect(await line().record(id)).toMatchObject({ state: 'CANCELED', quota: { refunded: true } });
    expect(await line().holders()).toEqual([]);
    expect(await line().used()).toBe(0);
    expect(line().engine.calls).toEqual([]);
  });

  test('lets what the engine has go on to its end', async () => {
    const { id } = bodyOf(await line().deploy());
    await line().handOver(id);
    await line().switchChanges({});
    line().move(60);
    line().engine.move(id, { status: 'SUCCEEDED' });
    await line().reconcile();
    expect((await line().record(id)).state).toBe('SUCCEEDED');
  });

  test('resolves a start with an unknown end all the same', async () => {
    line().engine.script('reset after');
    line().engine.showAfter(30);
    const { id } = bodyOf(await line().deploy());
    await line().handOver(id);
    await line().switchChanges({});
    line().move(91);
    await line().reconcile();
    expect(await line().record(id)).toMatchObject({ state: 'ACTIVE' });
  });

  test('leaves canceling possible', async () => {
    const { id } = bodyOf(await line().deploy());
    await line().switchChanges({});
    expect(bodyOf(await line().cancel(id)).state).toBe('CANCELED');
  });

  test('is told of by a delivery group that has not followed yet when changes are switched on again', async () => {
    await deployThrough(line(), { version: '1.0.0' });
    const { id } = await deployThrough(line(), { version: '2.0.0' });
    const stop = { mutationsDisabled: true, reason: 'Maintenance' };
    bodyOf(await setKillSwitch(line().world, line().byAdmin('settings.setKillSwitch', { body: stop })));
    const { store } = line().world;
    const commit = store.commit.bind(store);
    const stuck = async (change: Parameters<typeof commit>[0]) => {
      if (change.follow) throw new Error('The row cannot be written');
      return commit(change);
    };
    Object.assign(store, { commit: stuck });
    const body = { mutationsDisabled: false, reason: 'Over' };
    const lifting = setKillSwitch(line().world, line().byAdmin('settings.setKillSwitch', { body }));
    await expect(lifting).rejects.toThrow(NotYetFollowed);
    Object.assign(store, { commit });

    const behind = {
      code: 'MUTATIONS_DISABLED',
      message: 'Changes are switched on again, but not in this delivery group yet',
      hint: 'Try again in a minute: by then it follows.',
    };
    const refused = { kind: 'refused', refusals: [behind] };
    expect(await line().deploy({ version: '3.0.0' })).toMatchObject(refused);
    expect(await line().deploy({ version: '3.0.0' })).toMatchObject(refused);
    expect(await line().rollback(id)).toMatchObject(refused);
    expect(bodyOf(await line().validate()).refusals).toMatchObject([behind]);
    expect(bodyOf(await line().plan(id)).refusals).toMatchObject([behind]);
    await line().reconcile();
    expect((await line().deploy({ version: '3.0.0' })).kind).toBe('answered');
  });

  test('does not lose against a deployment that was decided before it', async () => {
    const { store } = line().world;
    const commit = store.commit.bind(store);
    let switched = false;
    Object.assign(store, {
      commit: async (change: Parameters<typeof commit>[0]) => {
        if (!switched && change.create) {
          switched = true;
          await line().switchChanges({});
        }
        return commit(change);
      },
    });
    expect(codesOf(await line().deploy())).toEqual(['MUTATIONS_DISABLED']);
    expect(await line().deployments()).toEqual([]);
  });
});
