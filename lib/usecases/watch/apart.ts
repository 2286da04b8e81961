import type { DeploymentRecord } from '../../domain/records.ts';
import { iso, secondsBetween } from '../../domain/time.ts';

/** So often in a row the engine leaves one out before it is asked for alone: what has just begun may not be known yet. */
const LEFT_OUT_MAX = 2;
/** Between two looks at one that is asked for alone. */
const APART_SECONDS = 30;

/**
 * Those that the engine leaves out of its answers. An execution that it cannot read makes it break over the whole batch,
 * which is then asked for in parts, again and again; so such are asked for alone, and rarely.
 */
export const createApart = () => {
  const leftOut = new Map<string, { readonly times: number; readonly at: string }>();
  const isApart = ({ id }: DeploymentRecord): boolean => (leftOut.get(id)?.times ?? 0) >= LEFT_OUT_MAX;
  const isDue = ({ id }: DeploymentRecord, now: Date): boolean =>
    secondsBetween(leftOut.get(id)?.at ?? iso(now), now) >= APART_SECONDS;

  return {
    /** What of a batch to ask for now: one alone, or those that go together. Such as are not due yet are passed over. */
    choose: (batch: readonly DeploymentRecord[], now: Date) => {
      const apart = batch.filter(isApart);
      const alone = apart.find((record) => isDue(record, now));
      return alone
        ? { asked: [alone], passed: [] }
        : { asked: batch.filter((record) => !isApart(record)), passed: apart };
    },

    /** The engine was asked for these, and left some out. */
    note: (asked: readonly DeploymentRecord[], missing: ReadonlySet<string>, now: Date): void => {
      for (const { id } of asked) {
        if (missing.has(id)) leftOut.set(id, { times: (leftOut.get(id)?.times ?? 0) + 1, at: iso(now) });
        else leftOut.delete(id);
      }
    },
  };
};
