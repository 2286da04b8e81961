import { SEARCH_WINDOW_SECONDS } from '../../domain/hand-over.ts';
import type { DeploymentRecord } from '../../domain/records.ts';
import { secondsBetween } from '../../domain/time.ts';

/** So long after its window has closed, one is new: most are settled by the first search, while people still look. */
const NEW_SECONDS = 120;

/**
 * In which order those are settled that are due: by turns one of the new, the newest first, and one of those that wait
 * for longer. These go round from the newest to the oldest, on from where somebody stopped; since nothing old comes
 * into being, each gets its turn, however many new ones there are.
 */
export const inTurn = (
  due: readonly DeploymentRecord[],
  { settledTo, now }: { readonly settledTo: string | undefined; readonly now: Date },
): readonly DeploymentRecord[] => {
  const sorted = [...due].sort((a, b) => (a.id < b.id ? 1 : -1));
  const fresh = sorted.filter((record) => isNew(record, now));
  const waiting = sorted.filter((record) => !isNew(record, now));
  const next = settledTo === undefined ? 0 : waiting.findIndex(({ id }) => id < settledTo);
  const rotated = next > 0 ? [...waiting.slice(next), ...waiting.slice(0, next)] : waiting;
  const turns = Array.from({ length: Math.max(fresh.length, rotated.length) }, (_, at) => [fresh[at], rotated[at]]);
  return turns.flat().filter((record) => record !== undefined);
};

export const isNew = ({ handOver, createdAt }: DeploymentRecord, now: Date): boolean =>
  secondsBetween(handOver.lastRequestAt ?? createdAt, now) < SEARCH_WINDOW_SECONDS + NEW_SECONDS;
