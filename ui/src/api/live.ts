import { type QueryKey, type UseQueryOptions, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { ProblemError } from '../../../lib/contract/client.ts';
import { useIdleSeconds } from './idle.ts';
import { slowestOf } from './pace.ts';

/** Seconds between two looks: at one thing that moves, at a list in which something moves. */
export const LIVE_SECONDS = 2;
export const LIVE_LIST_SECONDS = 5;
const BACKOFF_MAX_SECONDS = 30;

type Looked = {
  readonly state: {
    readonly data: unknown;
    readonly error: Error | null;
    readonly status: string;
    readonly dataUpdateCount: number;
    readonly errorUpdateCount: number;
  };
};
type Trouble = { updates: number; errorsBefore: number; errors: number; jitter: number };
const troubles = new WeakMap<object, Trouble>();

/** How many looks failed since the last that worked, with a jitter that holds until the next failure. */
const troubleOf = (query: Looked): { failures: number; jitter: number } => {
  const { dataUpdateCount, errorUpdateCount, status } = query.state;
  let trouble = troubles.get(query);
  if (!trouble || trouble.updates !== dataUpdateCount) {
    const errorsBefore = errorUpdateCount - (status === 'error' ? 1 : 0);
    trouble = { updates: dataUpdateCount, errorsBefore, errors: errorsBefore, jitter: 1 };
    troubles.set(query, trouble);
  }
  if (trouble.errors !== errorUpdateCount) {
    trouble.errors = errorUpdateCount;
    trouble.jitter = 0.8 + Math.random() * 0.4;
  }
  return { failures: errorUpdateCount - trouble.errorsBefore, jitter: trouble.jitter };
};

/** Asking again cannot help before something else changes. */
const isFinal = (error: Error | null): boolean =>
  error instanceof ProblemError && error.status >= 400 && error.status < 500 && error.status !== 429;

/** Milliseconds until the next look; failures double it up to half a minute. */
const nextLook = (query: Looked, seconds: number): number | false => {
  const { error } = query.state;
  if (isFinal(error)) return false;
  const { failures, jitter } = troubleOf(query);
  if (failures === 0) return slowestOf(seconds) * 1000;
  const asked = error instanceof ProblemError ? (error.retryAfterSeconds ?? 0) : 0;
  return Math.max(asked, Math.min(BACKOFF_MAX_SECONDS, 2 ** failures) * jitter) * 1000;
};

/** The options that keep a list current: often while `moves` says so, else each `idleSeconds`. */
export const polling = <T>(moves: (data: T) => boolean, idleSeconds: number, liveSeconds = LIVE_LIST_SECONDS) => ({
  retry: false,
  staleTime: 1000,
  refetchOnWindowFocus: 'always' as const,
  refetchInterval: (query: { readonly state: Looked['state'] & { readonly data: T | undefined } }) =>
    nextLook(query, query.state.data !== undefined && moves(query.state.data) ? liveSeconds : idleSeconds),
});

/** A query that keeps itself current: fast while something moves, not at all in a hidden tab, at once on return. */
export const useLive = <T, K extends QueryKey>(
  options: UseQueryOptions<T, Error, T, K>,
  moves: (data: T) => boolean,
  liveSeconds = LIVE_SECONDS,
): UseQueryResult<T> => {
  const idle = useIdleSeconds();
  return useQuery({ ...options, ...polling(moves, idle, liveSeconds) } as UseQueryOptions<T, Error, T, K>);
};
