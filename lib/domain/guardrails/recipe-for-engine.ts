import type { AdmissionFacts } from '../facts.ts';
import type { Rule } from './rule.ts';

/** A recipe maps onto one engine, and a plane has one. Which engines these are is for admins only. */
export const recipeForEngine: Rule<AdmissionFacts> = {
  id: 'recipe-for-this-engine',
  phase: 'compatibility',
  codes: ['RECIPE_INCOMPATIBLE'],
  twin: 'checked again by the engine',
  evaluate: ({ recipe, connected }) => {
    if (!recipe) return undefined;
    const facts = { recipeId: recipe.id };
    if (!recipe.engine) return misfit(`${recipe.name} is not mapped onto the engine of this plane`, facts);
    if (connected === undefined) return undefined;
    return recipe.engine.type === connected
      ? { passed: true, summary: `${recipe.name} is for the engine of this plane`, facts }
      : misfit(`${recipe.name} is for another engine than the one of this plane`, facts);
  },
};

const misfit = (summary: string, facts: Record<string, unknown>) =>
  ({
    passed: false,
    code: 'RECIPE_INCOMPATIBLE',
    summary,
    hint: 'Choose another recipe, or ask a platform admin to map this one.',
    facts,
  }) as const;
