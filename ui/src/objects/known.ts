import { useQuery } from '@tanstack/react-query';
import * as queries from '../api/queries.ts';
import type { Known } from './binding.ts';

/** What a group may refer to, once all of it is known. */
export const useKnown = (): Known | undefined => {
  const groups = useQuery(queries.groups).data?.items;
  const services = useQuery(queries.services()).data?.items;
  const recipes = useQuery(queries.recipes).data?.items;
  const environments = useQuery(queries.environments).data?.items;
  return groups && services && recipes && environments && { groups, services, recipes, environments };
};
