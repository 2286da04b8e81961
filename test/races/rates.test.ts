import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { leaseOf, type RateKind } from '../../lib/domain/rates.ts';
import type { Store } from '../../lib/ports/store.ts';
import { countRequest } from '../../lib/usecases/rate-limit.ts';
import { planeSettings } from '../builders/config.ts';
import { expectInvariants } from '../usecases/invariants.ts';
import { configurationOf, type EmbeddedLine, openEmbeddedLine } from '../usecases/line.ts';
import { seededChance, weathers } from './crowd.ts';

const limits = { readRpm: 100, mutateRpm: 10 };
let line: EmbeddedLine;
beforeEach(async () => {
  line = await openEmbeddedLine(configurationOf({ settings: planeSettings({ limits }) }));
});
afterEach(async () => {
  await expectInvariants(line);
  await line.close();
});

/** Each knows nothing of the others, as functions do that run at the same time. */
const instances = (count: number): readonly Store[] => Array.from({ length: count }, () => ({ ...line.store }));

const letIn = async (stores: readonly Store[], kind: RateKind, each: number): Promise<number> => {
  const asked = stores.flatMap((store) =>
    Array.from({ length: each }, () => countRequest({ store, clock: line.clock }, { callerId: 'auth0|owner', kind })),
  );
  return (await Promise.all(asked)).filter(({ allowed }) => allowed).length;
};

describe.each(weathers)('Callers who ask all at once, with $name', ({ name, faults }) => {
  beforeEach(() => {
    Object.assign(line.database.dynamo.faults, { ...faults, random: seededChance(4711) });
  });
  afterEach(() => {
    for (const fault of Object.keys(faults)) Reflect.deleteProperty(line.database.dynamo.faults, fault);
  });
  /** A claim is repeated when its answer was lost, which may count it twice. */
  const exact = name !== 'lost answers';

  test.each([1, 4, 64])('make as many changes as they may, asking %i instances', async (count) => {
    const passed = await letIn(instances(count), 'mutation', 64 / count);
    expect(passed).toBeLessThanOrEqual(limits.mutateRpm);
    if (exact) expect(passed).toBe(limits.mutateRpm);
  });
});

describe('Readers who ask all at once', () => {
  test.each([1, 2, 5])('are let in up to the limit, asking %i instances, but for one lease of each', async (count) => {
    const passed = await letIn(instances(count), 'read', 200);
    expect(passed).toBe(limits.readRpm);
  });

  test('never exceed the limit, whoever keeps a lease for later', async () => {
    const stores = instances(30);
    const first = await letIn(stores, 'read', 1);
    const later = await letIn(stores, 'read', 20);
    expect(first + later).toBe(limits.readRpm);
    expect(first).toBe(limits.readRpm / leaseOf(limits.readRpm));
  });
});
