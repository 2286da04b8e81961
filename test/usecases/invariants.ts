import { expect } from 'vitest';
import { createInventory } from '../../lib/adapters/dynamodb/inventory.ts';
import { sealTools } from '../../lib/adapters/system/seal-tools.ts';
import { judge } from '../../lib/domain/invariants/invariants.ts';
import type { Stored } from '../../lib/domain/invariants/stored.ts';
import { collect } from '../../lib/usecases/collect.ts';
import { expectExecutions } from './executions.ts';
import type { Line } from './line.ts';

/** What must be true of the records at any time, whatever happened; answers the ids of the deployments. */
export const expectRecords = async ({ database, clock }: Pick<Line, 'database' | 'clock'>): Promise<string[]> => {
  const { client, table } = database;
  const patience = { tools: sealTools, now: clock.now, random: Math.random, sleep: async () => undefined };
  const stored = await collect(createInventory({ client, table, ...patience }));
  const broken = judge({ ...stored, revisions: toldOf(stored) }, clock.now()).flatMap(({ id, violations }) =>
    violations.map(({ sentence }) => `${id}: ${sentence}`),
  );
  expect(broken).toEqual([]);
  return [...stored.deployments.keys()];
};

/** A test configures its plane from outside, past the record: only what an admin changed is held to it. */
const toldOf = ({ revisions, audit }: Stored) => {
  const told = new Set(audit.map(({ targetType, targetId }) => `${targetType} ${targetId}`));
  return revisions.filter(({ targetType, targetId }) => told.has(`${targetType} ${targetId}`));
};

/** The same, and what must be true of the engine's executions beside the records. */
export const expectInvariants = async (line: Line): Promise<void> => {
  for (const id of await expectRecords(line)) {
    expectExecutions(await line.record(id), line.engine.of(id), line.clock.now());
  }
};
