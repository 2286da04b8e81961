import { expect, test } from 'vitest';
import { finishAgainIn } from '../../lib/domain/finish-again.ts';
import { plusSeconds } from '../../lib/domain/time.ts';
import { aRecord } from '../builders/records.ts';
import { NOW } from './builders.ts';

test('An end that cannot be written is tried again soon at first, then rarer with the age of the deployment', () => {
  const after = (seconds: number) =>
    finishAgainIn(aRecord({ createdAt: NOW.toISOString() }), plusSeconds(NOW, seconds));
  expect([0, 300, 301, 360, 3600, 7200, 86_400].map(after)).toEqual([5, 5, 6, 6, 60, 120, 120]);
});
