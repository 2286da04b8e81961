import { useQuery } from '@tanstack/react-query';
import * as queries from './queries.ts';

const KEY = 'dxcp-refresh-seconds';
const UNKNOWN = { defaultSeconds: 300, minSeconds: 60, maxSeconds: 3600 };

/** How often a page with nothing in flight looks again: the person's choice within the plane's bounds. */
export const useIdleSeconds = (): number => {
  const { defaultSeconds, minSeconds, maxSeconds } = useQuery(queries.publicSettings).data?.refresh ?? UNKNOWN;
  const chosen = Number(localStorage.getItem(KEY)) || defaultSeconds;
  return Math.min(maxSeconds, Math.max(minSeconds, chosen));
};
