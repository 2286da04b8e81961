import { expect } from 'vitest';
import { judge } from '../../lib/domain/invariants/invariants.ts';
import type { KeptRevision, Stored } from '../../lib/domain/invariants/stored.ts';
import { expectExecutions } from './executions.ts';
import type { Line } from './line.ts';
import { collectStored } from './stored.ts';

/** What must be true of the records at any time, whatever happened; answers the ids of the deployments. */
export const expectRecords = async (line: Pick<Line, 'database' | 'clock' | 'givenFromOutside'>): Promise<string[]> => {
  const stored = await collectStored(line.database, line.clock);
  const now = line.clock.now();
  const revisions = changedSince(line.givenFromOutside(), stored);
  const broken = judge({ ...stored, revisions }, now).flatMap(({ id, violations }) =>
    violations.map(({ sentence }) => `${id}: ${sentence}`),
  );
  expect(broken).toEqual([]);
  return [...stored.deployments.keys()];
};

/** A test configures its plane from outside, past the record; whatever changed since then has its event. */
const changedSince = (given: readonly KeptRevision[], { revisions, audit }: Stored) => {
  const told = new Set(audit.map(nameOf));
  const before = new Set(given.map((each) => `${nameOf(each)} ${each.revision}`));
  return revisions.filter((each) => told.has(nameOf(each)) || !before.has(`${nameOf(each)} ${each.revision}`));
};

const nameOf = ({ targetType, targetId }: Pick<KeptRevision, 'targetType' | 'targetId'>): string =>
  `${targetType} ${targetId}`;

/** The same, and what must be true of the engine's executions beside the records. */
export const expectInvariants = async (line: Line): Promise<void> => {
  for (const id of await expectRecords(line)) {
    expectExecutions(await line.record(id), line.engine.of(id), line.clock.now());
  }
};
