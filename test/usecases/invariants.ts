import { expect } from 'vitest';
import { createInventory } from '../../lib/adapters/dynamodb/inventory.ts';
import { judge } from '../../lib/domain/invariants/invariants.ts';
import { collect } from '../../lib/usecases/collect.ts';
import { expectExecutions } from './executions.ts';
import type { Line } from './line.ts';

/** What must be true of the records at any time, whatever happened; and of the engine's executions beside them. */
export const expectInvariants = async (line: Line): Promise<void> => {
  const { client, table } = line.embedded;
  const patience = { now: line.clock.now, random: Math.random, sleep: async () => undefined };
  const stored = await collect(createInventory({ client, table, ...patience }));
  const broken = judge(stored, line.clock.now()).flatMap(({ id, violations }) =>
    violations.map(({ sentence }) => `${id}: ${sentence}`),
  );
  expect(broken).toEqual([]);
  for (const id of stored.deployments.keys()) {
    expectExecutions(await line.record(id), line.engine.of(id), line.clock.now());
  }
};
