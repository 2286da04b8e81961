import { useQuery } from '@tanstack/react-query';
import * as queries from './queries.ts';

const KEY = 'dxcp-refresh-seconds';
const UNKNOWN = { defaultSeconds: 300, minSeconds: 60, maxSeconds: 3600 };

/** The plane's bounds for the refresh of pages with nothing in flight, and the person's choice within them. */
export const useRefreshBounds = () => {
  const bounds = useQuery(queries.publicSettings).data?.refresh ?? UNKNOWN;
  const wanted = Number(localStorage.getItem(KEY)) || bounds.defaultSeconds;
  return { ...bounds, chosen: Math.min(bounds.maxSeconds, Math.max(bounds.minSeconds, wanted)) };
};

export const useIdleSeconds = (): number => useRefreshBounds().chosen;

export const chooseIdleSeconds = (seconds: number): void => localStorage.setItem(KEY, String(seconds));
