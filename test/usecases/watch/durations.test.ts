import { expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../../lib/adapters/spinnaker/engine.ts';
import { ANSWER_SECONDS_MAX } from '../../../lib/ports/engine.ts';
import { TURN_SECONDS } from '../../../lib/usecases/watch/turn.ts';
import { RESERVE_MS } from '../../../lib/usecases/watch/vigil.ts';

test('A turn to watch, and what a function leaves over at its end, last longer than the slowest answer', () => {
  const { budgetMs, callMs } = DEFAULT_LIMITS;
  // A read that failed just before its time was over is repeated once more.
  expect((budgetMs + callMs) / 1000).toBeLessThanOrEqual(ANSWER_SECONDS_MAX);
  expect(RESERVE_MS / 1000).toBeGreaterThan(ANSWER_SECONDS_MAX);
  expect(TURN_SECONDS).toBeGreaterThan(ANSWER_SECONDS_MAX);
});
