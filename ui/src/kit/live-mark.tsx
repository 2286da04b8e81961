import { useIsFetching, useQueryClient } from '@tanstack/react-query';
import { LIVE_LIST_SECONDS } from '../api/live.ts';
import { copy } from '../copy.ts';
import { Icon } from './icon.tsx';
import { useNow } from './now.ts';
import { absolute, ago } from './time.ts';

type Look = {
  readonly dataUpdatedAt: number;
  readonly fetchStatus: string;
  readonly isError: boolean;
  readonly failureCount: number;
};

/** Younger than two intervals counts as live. */
const FRESH_MS = 2 * LIVE_LIST_SECONDS * 1000 + 1000;

/** Says honestly how old the page is: Live, Updated a while ago, or Offline; with a button to look again. */
export const LiveMark = ({ look, moving }: { look: Look; moving: boolean }) => {
  const client = useQueryClient();
  const fetching = useIsFetching() > 0;
  const { dataUpdatedAt, fetchStatus, isError } = look;
  const now = Math.max(useNow(moving || isError ? 1 : 5), dataUpdatedAt);
  if (dataUpdatedAt === 0) return null;
  const at = new Date(dataUpdatedAt).toISOString();
  const offline = fetchStatus === 'paused' || isError;
  const live = moving && !offline && now - dataUpdatedAt < FRESH_MS;
  const words = offline ? copy.live.offline(ago(at, now)) : live ? copy.live.live : copy.live.updated(ago(at, now));
  return (
    <span
      className="inline-flex min-h-6 items-center gap-1.5 whitespace-nowrap"
      data-tip={copy.live.lastAnswer(absolute(at))}
    >
      <span
        aria-hidden="true"
        className={`size-1.5 rounded-full ${offline ? 'bg-warn' : live ? 'breathe bg-ok' : 'bg-line-2'}`}
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
