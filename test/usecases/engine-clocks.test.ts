import { expect, test } from 'vitest';
import type { FaultKind } from '../../lib/local/engine/faults.ts';
import { openGateLine } from './gate-line.ts';
import { bodyOf } from './line.ts';

const lost: readonly FaultKind[] = ['reset-after', 'http-504-after'];
const apart = [-23 * 60, -180, -8, 0, 8, 180, 23 * 60, 3 * 24 * 60];

/** Hands over as the machine does, for five minutes, and then as the schedule does. */
const carry = async (line: Awaited<ReturnType<typeof openGateLine>>, id: string): Promise<void> => {
  for (let seconds = 0; seconds < 300; ) {
    const handed = await line.handOver(id);
    if (handed.status === 'HANDED_OVER') break;
    line.move(handed.waitSeconds);
    seconds += handed.waitSeconds;
  }
  for (let passes = 0; passes < 4; passes += 1) {
    line.move(60);
    await line.reconcile();
  }
};

test.each(apart.flatMap((minutes) => lost.map((kind) => [minutes, kind] as const)))(
  'An order whose answer is lost is carried out once, the engine’s clock being %i minutes ahead (%s)',
  async (aheadMinutes, kind) => {
    const line = await openGateLine({ aheadMinutes });
    try {
      const { id } = bodyOf(await line.deploy());
      line.engine.faults.arm([{ on: 'start', kind, times: 1 }]);
      await carry(line, id);
      expect(line.engine.of(id).map(({ status }) => status)).toEqual(['SUCCEEDED']);
      expect((await line.record(id)).state).toBe('SUCCEEDED');
    } finally {
      await line.close();
      await line.engine.close();
    }
  },
  30_000,
);
