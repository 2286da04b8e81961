import type { AdmissionFacts, ConfiguredFacts } from '../facts.ts';
import type { Rule } from './rule.ts';

export const recipeChosen: Rule<AdmissionFacts> = {
  id: 'recipe-chosen',
  phase: 'policy',
  codes: ['RECIPE_ID_REQUIRED'],
  twin: 'guard',
  evaluate: ({ choice }) => {
    if (!choice) return undefined;
    if (choice.kind === 'chosen') {
      return {
        passed: true,
        summary: `Recipe ${choice.recipeId} (${choice.by})`,
        facts: { recipeId: choice.recipeId },
      };
    }
    const several = choice.eligible.length > 0;
    return {
      passed: false,
      code: 'RECIPE_ID_REQUIRED',
      summary: several
        ? 'Several recipes fit, and none is set for this service here'
        : 'No recipe fits this service here',
      hint: several ? `Send recipeId: ${choice.eligible.join(', ')}.` : 'Ask a platform admin which recipe to use.',
      facts: { eligible: choice.eligible },
    };
  },
};

export const recipeKnown: Rule<AdmissionFacts> = {
  id: 'recipe-known',
  phase: 'policy',
  codes: ['RECIPE_NOT_FOUND'],
  twin: 'guard',
  evaluate: ({ choice, recipe, group }) => {
    if (choice?.kind !== 'chosen') return undefined;
    return recipe
      ? { passed: true, summary: `${recipe.name} is an approved recipe`, facts: { recipeId: recipe.id } }
      : {
          passed: false,
          code: 'RECIPE_NOT_FOUND',
          summary: `There is no recipe ${choice.recipeId}`,
          hint: `Choose one of: ${group?.allowedRecipes.join(', ') || 'none is allowed yet'}.`,
          facts: { recipeId: choice.recipeId },
        };
  },
};

export const recipeActive: Rule<ConfiguredFacts> = {
  id: 'recipe-active',
  phase: 'policy',
  codes: ['RECIPE_DEPRECATED'],
  twin: 'guard',
  evaluate: ({ recipe, group }) => {
    if (!recipe) return undefined;
    const facts = { recipeId: recipe.id, status: recipe.status };
    return recipe.status === 'active'
      ? { passed: true, summary: `${recipe.name} is in use`, facts }
      : {
          passed: false,
          code: 'RECIPE_DEPRECATED',
          summary: `${recipe.name} is deprecated`,
          hint: `Choose another recipe: ${group?.allowedRecipes.filter((id) => id !== recipe.id).join(', ') || 'none is allowed'}.`,
          facts,
        };
  },
};

export const recipeAllowed: Rule<ConfiguredFacts> = {
  id: 'recipe-allowed',
  phase: 'policy',
  codes: ['RECIPE_NOT_ALLOWED'],
  twin: 'guard',
  evaluate: ({ recipe, group }) => {
    if (!recipe || !group) return undefined;
    const facts = { recipeId: recipe.id, allowed: group.allowedRecipes };
    return group.allowedRecipes.includes(recipe.id)
      ? { passed: true, summary: `${recipe.name} is allowed for ${group.name}`, facts }
      : {
          passed: false,
          code: 'RECIPE_NOT_ALLOWED',
          summary: `${recipe.name} is not allowed for ${group.name}`,
          hint: `Choose one of: ${group.allowedRecipes.join(', ') || 'none is allowed yet'}.`,
          facts,
        };
  },
};
