import { useQuery } from '@tanstack/react-query';
import * as queries from './queries.ts';

const CALM_SECONDS = 60;
const MOVING_SECONDS = 5;

/** What the plane knows of its engine. While something moves, whether it can be reached matters at once. */
export const useEngine = (moving: boolean) =>
  useQuery({
    ...queries.publicSettings,
    refetchInterval: (moving ? MOVING_SECONDS : CALM_SECONDS) * 1000,
    retry: false,
  }).data?.engine;
