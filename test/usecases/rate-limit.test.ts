import { describe, expect, test } from 'vitest';
import { leaseOf, type RateKind } from '../../lib/domain/rates.ts';
import type { Store } from '../../lib/ports/store.ts';
import { countRequest } from '../../lib/usecases/rate-limit.ts';
import { publicSettings } from '../../lib/usecases/reading/plane.ts';
import { planeSettings } from '../builders/config.ts';
import { bodyOf, configurationOf, useLine } from './line.ts';

const line = useLine();
const callerId = 'auth0|owner';

/** An instance of a function; what it asks of the table is told. */
const instance = (broken: { claims?: boolean; settings?: boolean } = {}) => {
  const asked: string[] = [];
  const real = line().store;
  const store: Store = {
    ...real,
    read: (keys) => {
      asked.push('limits');
      if (broken.settings) throw new Error('The settings are out of reach');
      return real.read(keys);
    },
    claimRate: (claim) => {
      asked.push(`claim ${claim.count}`);
      if (broken.claims) throw new Error('The counter is out of reach');
      return real.claimRate(claim);
    },
  };
  const ask = (kind: RateKind) => countRequest({ store, clock: line().clock }, { callerId, kind });
  const times = async (count: number, kind: RateKind): Promise<number> => {
    let allowed = 0;
    for (let time = 0; time < count; time += 1) if ((await ask(kind)).allowed) allowed += 1;
    return allowed;
  };
  return { ask, times, broken, taken: () => asked.splice(0) };
};

const limitTo = (readRpm: number, mutateRpm: number, mode: 'standard' | 'evaluation' = 'standard') =>
  line().configure(configurationOf({ settings: planeSettings({ limits: { readRpm, mutateRpm }, mode, revision: 2 }) }));

describe('An instance that is warm', () => {
  test('asks the table once for each change, and for reads only when its lease is used up', async () => {
    const { times, taken } = instance();
    await times(1, 'mutation');
    expect(taken()).toEqual(['limits', 'claim 1']);
    await times(3, 'mutation');
    expect(taken()).toEqual(['claim 1', 'claim 1', 'claim 1']);
    const lease = leaseOf(600);
    await times(lease, 'read');
    expect(taken()).toEqual([`claim ${lease}`]);
    await times(1, 'read');
    expect(taken()).toEqual([`claim ${lease}`]);
  });

  test('does not ask again for a caller who has used up the minute', async () => {
    await limitTo(2, 2);
    const { times, taken } = instance();
    expect(await times(3, 'mutation')).toBe(2);
    expect(await times(3, 'read')).toBe(2);
    taken();
    expect(await times(5, 'mutation')).toBe(0);
    expect(await times(5, 'read')).toBe(0);
    expect(taken()).toEqual([]);
  });

  test('learns of new limits beside a claim within seconds, and before it when it was idle for long', async () => {
    const { times, ask, taken } = instance();
    await times(1, 'mutation');
    await limitTo(600, 5);
    line().move(6);
    taken();
    expect((await ask('mutation')).limit).toBe(60);
    expect(taken()).toEqual(['claim 1', 'limits']);
    expect((await ask('mutation')).limit).toBe(5);
    await limitTo(600, 60, 'evaluation');
    line().move(31);
    taken();
    expect((await ask('mutation')).limit).toBe(10);
    expect(taken()).toEqual(['limits', 'claim 1']);
  });

  test('asks for what is left where a whole lease is not', async () => {
    await limitTo(100, 10);
    const one = instance();
    const other = instance();
    expect(await one.times(98, 'read')).toBe(98);
    expect(await other.ask('read')).toMatchObject({ allowed: false });
    expect(await one.times(5, 'read')).toBe(2);
    line().move(60);
    await line().store.claimRate({
      key: { callerId, kind: 'read', minute: '2026-11-21T12:01' },
      count: 97,
      limit: 100,
    });
    expect(await other.times(5, 'read')).toBe(3);
    expect(other.taken().slice(-3)).toEqual(['claim 5', 'claim 3', 'claim 5']);
  });
});

describe('When the table is in trouble', () => {
  test('reads are let in, each lease without asking again, and changes are not', async () => {
    const { times, ask, broken, taken } = instance({ claims: true });
    const lease = leaseOf(600);
    const told = { message: 'The counter is out of reach' };
    expect(await ask('read')).toMatchObject({ allowed: true, fault: told });
    expect((await ask('read')).fault).toBeUndefined();
    expect(await times(lease - 2, 'read')).toBe(lease - 2);
    expect(taken()).toEqual(['limits', `claim ${lease}`]);
    expect(await ask('read')).toMatchObject({ allowed: true, limit: 600, fault: told });
    await expect(ask('mutation')).rejects.toThrow('out of reach');
    broken.claims = false;
    expect(await ask('mutation')).toMatchObject({ allowed: true, remaining: 59 });
  });

  test('limits that are known are kept to for a while, but no change is counted by none', async () => {
    const { ask, broken } = instance();
    await ask('mutation');
    broken.settings = true;
    line().move(20);
    expect(await ask('mutation')).toMatchObject({ allowed: true, limit: 60 });
    line().move(20);
    await expect(ask('mutation')).rejects.toThrow('out of reach');
    expect(await ask('read')).toMatchObject({ allowed: true });
  });
});

test('Everybody may know the limits in force, which in evaluation mode are the tighter ones', async () => {
  await limitTo(600, 5, 'evaluation');
  const { limits } = bodyOf(await publicSettings(line().world));
  expect(limits).toEqual({ readRpm: 300, mutateRpm: 5 });
});
