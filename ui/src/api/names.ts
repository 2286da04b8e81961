import { useQuery } from '@tanstack/react-query';
import * as queries from './queries.ts';

/** Display names of configuration objects; an id stands for itself until its name is known. */
export const useNames = () => {
  const groups = useQuery(queries.groups).data?.items;
  const environments = useQuery(queries.environments).data?.items;
  const recipes = useQuery(queries.recipes).data?.items;
  return {
    group: (id: string) => groups?.find((group) => group.id === id)?.name ?? id,
    environment: (name: string) => environments?.find((environment) => environment.name === name)?.displayName ?? name,
    recipe: (id: string) => recipes?.find((recipe) => recipe.id === id)?.name ?? id,
  };
};
