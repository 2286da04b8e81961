import { expect } from 'vitest';
import { SEARCH_WINDOW_SECONDS } from '../../lib/domain/hand-over.ts';
import type { DeploymentRecord } from '../../lib/domain/records.ts';
import { isTerminal } from '../../lib/domain/states.ts';
import { isSettled } from '../../lib/domain/strays.ts';
import { secondsBetween } from '../../lib/domain/time.ts';

/** An execution as the engine itself knows it. */
export type EngineExecution = { readonly id: string; readonly status: string; readonly startedAt: string };

/** How long an execution may be unknown: until the search window has closed and reconciliation has been there. */
const UNKNOWN_SECONDS = SEARCH_WINDOW_SECONDS + 60;

/** None runs unknown for longer than it takes to look, and none besides its own once everything is settled. */
export const expectExecutions = (
  { id, executionId, state, handOver }: DeploymentRecord,
  executions: readonly EngineExecution[],
  now: Date,
): void => {
  const strays = (handOver.strays ?? []).map((stray) => stray.id);
  const others = executions.filter((execution) => !ended.has(execution.status) && execution.id !== executionId);
  const unknown = others.filter((execution) => !strays.includes(execution.id));
  const late = unknown.filter(({ startedAt }) => secondsBetween(startedAt, now) > UNKNOWN_SECONDS);
  // While the hand-over is open, it is the one that searches.
  if (executionId === undefined && !isTerminal(state)) return;
  expect(late, `executions of ${id} that nobody knows`).toEqual([]);
  const givenUp = (handOver.strays ?? []).flatMap((stray) => (stray.givenUp ? [stray.id] : []));
  const running = others.filter((execution) => !givenUp.includes(execution.id));
  if (isSettled(handOver)) expect(running, `executions of ${id} when all is settled`).toEqual([]);
};

const ended: ReadonlySet<string> = new Set(['SUCCEEDED', 'FAILED', 'CANCELED', 'ROLLED_BACK']);
