import { useQuery } from '@tanstack/react-query';
import * as queries from '../api/queries.ts';
import type { Known } from './binding.ts';

/** What a group may refer to, once all of it is known, or why it is not. */
export const useKnown = (): { known: Known | undefined; error: Error | null } => {
  const groups = useQuery(queries.groups);
  const services = useQuery(queries.services());
  const recipes = useQuery(queries.recipes);
  const environments = useQuery(queries.environments);
  const known = groups.data &&
    services.data &&
    recipes.data &&
    environments.data && {
      groups: groups.data.items,
      services: services.data.items,
      recipes: recipes.data.items,
      environments: environments.data.items,
    };
  return { known, error: groups.error ?? services.error ?? recipes.error ?? environments.error };
};
