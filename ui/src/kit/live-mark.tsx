import { useIsFetching, useQueryClient } from '@tanstack/react-query';
import { ProblemError } from '../../../lib/contract/client.ts';
import { LIVE_LIST_SECONDS } from '../api/live.ts';
import { planeTime } from '../api/plane-time.ts';
import { copy } from '../copy.ts';
import { Icon } from './icon.tsx';
import { useMachineNow } from './now.ts';
import { absolute, ago } from './time.ts';

type Look = {
  readonly dataUpdatedAt: number;
  readonly fetchStatus: string;
  readonly error: Error | null;
};

/** Says honestly how old the page is: Live, Updated a while ago, or Offline; with a button to look again. */
type LiveMarkProps = {
  look: Look;
  moving: boolean;
  /** Seconds between two looks while something moves. */
  seconds?: number;
};

export const LiveMark = ({ look, moving, seconds = LIVE_LIST_SECONDS }: LiveMarkProps) => {
  const client = useQueryClient();
  const fetching = useIsFetching() > 0;
  const { dataUpdatedAt, fetchStatus, error } = look;
  const now = Math.max(useMachineNow(moving || error ? 1 : 5), dataUpdatedAt);
  if (dataUpdatedAt === 0) return null;
  const at = new Date(dataUpdatedAt).toISOString();
  // Younger than two looks counts as live.
  const isFresh = now - dataUpdatedAt < (2 * seconds + 1) * 1000;
  const offline = fetchStatus === 'paused' || (error && !(error instanceof ProblemError));
  const live = moving && !offline && !error && isFresh;
  const words = offline
    ? copy.live.offline(ago(at, now))
    : error
      ? copy.live.troubled(ago(at, now))
      : live
        ? copy.live.live
        : copy.live.updated(ago(at, now));
  return (
    <span
      className="inline-flex min-h-6 items-center gap-1.5 whitespace-nowrap"
      data-tip={copy.live.lastAnswer(absolute(new Date(planeTime(dataUpdatedAt)).toISOString()))}
    >
      <span
        aria-hidden="true"
        className={`size-1.5 rounded-full ${offline || error ? 'bg-warn' : live ? 'breathe bg-ok' : 'bg-line-2'}`}
      />
      {words}
      {!live && (
        <button
          type="button"
          aria-label={copy.live.refresh}
          data-tip={copy.live.refresh}
          onClick={() => void client.refetchQueries({ type: 'active' })}
          className="grid size-6 place-items-center rounded text-ink-3 hover:bg-line/50 hover:text-ink"
        >
          <Icon name="refresh" size={12} className={fetching ? 'spin' : undefined} />
        </button>
      )}
    </span>
  );
};
