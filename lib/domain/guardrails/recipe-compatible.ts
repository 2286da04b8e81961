import type { ConfiguredFacts } from '../facts.ts';
import type { Rule } from './rule.ts';

export const recipeCompatible: Rule<ConfiguredFacts> = {
  id: 'recipe-compatible',
  phase: 'compatibility',
  codes: ['RECIPE_INCOMPATIBLE'],
  twin: 'guard',
  evaluate: ({ recipe, service }) => {
    if (!recipe || !service) return undefined;
    const facts = { recipeId: recipe.id, fits: service.allowedRecipes };
    return service.allowedRecipes.includes(recipe.id)
      ? { passed: true, summary: `${recipe.name} fits ${service.name}`, facts }
      : {
          passed: false,
          code: 'RECIPE_INCOMPATIBLE',
          summary: `${service.name} cannot be deployed with ${recipe.name}`,
          hint: `Choose one of: ${service.allowedRecipes.join(', ') || 'none fits yet'}.`,
          facts,
        };
  },
};
