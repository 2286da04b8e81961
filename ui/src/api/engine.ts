import { useQuery } from '@tanstack/react-query';
import * as queries from './queries.ts';

/** Seconds between two looks at it: on a page where nothing moves, in a list in which something does, at one thing that does. */
export const ENGINE_SECONDS = { calm: 60, list: 15, one: 5 } as const;

/** What the plane knows of its engine: while something moves, whether it can be reached matters soon. */
export const useEngine = (seconds: number) =>
  useQuery({ ...queries.publicSettings, refetchInterval: seconds * 1000, retry: false }).data?.engine;
