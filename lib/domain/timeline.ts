import type { TimelineEvent, TimelineType } from '../contract/timeline.ts';

/** A timeline entry before it has its place. `at` may lie in the past: late news keep their true time. */
export type NewEntry = {
  readonly type: TimelineType;
  readonly at: string;
  readonly summary: string;
  readonly detail?: string | undefined;
  readonly actor?: string | undefined;
};

/** Numbers entries on from `lastSequence`, without gaps. */
export const numberEntries = (
  deploymentId: string,
  lastSequence: number,
  entries: readonly NewEntry[],
): TimelineEvent[] =>
  entries.map(({ detail, actor, ...entry }, index) => ({
    id: `${deploymentId}.${lastSequence + index + 1}`,
    sequence: lastSequence + index + 1,
    ...entry,
    ...(detail === undefined ? {} : { detail }),
    ...(actor === undefined ? {} : { actor }),
  }));
