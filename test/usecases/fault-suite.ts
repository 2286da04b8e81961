import { afterAll, afterEach, describe, test } from 'vitest';
import { type FaultCase, judge, play } from './fault-histories.ts';
import { casesOn } from './fault-table.ts';
import { courses, type GateLine, openGateLine } from './gate-line.ts';
import { bodyOf } from './line.ts';

/**
 * All histories of one call, one after the other on one plane: what one leaves behind would show in the next. A plane
 * on which one went wrong is not used again.
 */
export const describeFaultsOn = (on: FaultCase['on']): void => {
  describe(`an engine whose ${on} fails by`, () => {
    let line: GateLine | undefined;
    const close = async () => {
      await line?.close();
      await line?.engine.close();
      line = undefined;
    };
    afterEach(({ task }) => (task.result?.state === 'fail' ? close() : undefined));
    afterAll(close);

    test.each(casesOn(on))('%s', async (_, fault) => {
      line ??= await openPlane(on);
      await judge(line, await play(line, fault));
    });
  });
};

/** A batch is more than one: another deployment is on its way beside the one that is watched. */
const openPlane = async (on: FaultCase['on']): Promise<GateLine> => {
  const line = await openGateLine();
  if (on !== 'observeMany') return line;
  const { id } = bodyOf(await line.deploy({ service: 'other-service', version: courses.hanging }));
  await line.handOver(id);
  return line;
};
