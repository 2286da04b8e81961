import { describe, expect, test } from 'vitest';
import { decideRollback, rollbackTarget } from '../../lib/domain/decide-rollback.ts';
import type { Lane } from '../../lib/domain/records.ts';
import { aLane, aSuccess, idNumber } from '../builders/records.ts';
import { mint, rollbackFacts, runningAs } from './builders.ts';

const past = (version: string) => ({
  deploymentId: idNumber(5),
  version,
  deploymentKind: 'ROLL_FORWARD' as const,
  ranFrom: '2026-11-20T10:00:00.000Z',
  ranTo: '2026-11-20T11:00:00.000Z',
});

const forward = aSuccess({ id: idNumber(7), version: '3.0.0' });
const rollback = aSuccess({ id: idNumber(8), version: '3.0.0', deploymentKind: 'ROLLBACK' });

const hintIn = (lane: Lane): string =>
  decideRollback(rollbackFacts({ lane }), mint).evaluation.refusals.find(({ code }) => code === 'ROLLBACK_NOT_CURRENT')
    ?.hint ?? '';

describe('What to do when a deployment is not the current one', () => {
  const withWayBack: readonly Lane[] = [aLane({ running: runningAs(forward), previousGood: [past('2.0.0')] })];
  const withoutWayBack: readonly Lane[] = [
    aLane(),
    aLane({ running: runningAs(forward) }),
    aLane({ running: runningAs(forward), previousGood: [past('3.0.0')] }),
    aLane({ running: runningAs(rollback), previousGood: [past('2.0.0')] }),
  ];

  test.each(withWayBack)('names the deployment that can be undone', (lane) => {
    expect(hintIn(lane)).toContain(`Roll back deployment ${forward.id}`);
    const named = rollbackFacts({ original: forward, lane, target: rollbackTarget(forward, lane) });
    expect(decideRollback(named, mint).admitted).toBe(true);
  });

  test.each(withoutWayBack)('names no deployment where none can be undone', (lane) => {
    expect(hintIn(lane)).toBe('Deploy the version you want.');
  });
});
