import type { NewRecipe, Recipe, RecipeUpdate } from '../../contract/recipe.ts';
import type { Cause } from '../audit.ts';
import type { KillSwitch, Usage } from '../records.ts';
import { adminEvent, type Decision, difference, firstStamp, nextStamp, overtaken, refused, taken } from './decision.ts';
import { renewalOf } from './renewal.ts';

export type RecipeFacts = {
  readonly existing: Recipe;
  readonly usage: Usage | undefined;
  readonly killSwitch: KillSwitch | undefined;
};

const subjectOf = (id: string) => ({ targetType: 'Recipe', targetId: id });

export const decideNewRecipe = (
  existing: Recipe | undefined,
  { reason, ...settings }: NewRecipe,
  cause: Cause,
): Decision<Recipe> => {
  const { id } = settings;
  const what = `recipe ${id}`;
  if (existing) return taken(what);
  const after: Recipe = { ...settings, ...firstStamp(cause, reason) };
  const audit = adminEvent(cause, {
    type: 'ADMIN_CREATE',
    subject: subjectOf(id),
    what,
    before: {},
    after,
    revision: after.revision,
    reason,
  });
  return {
    admitted: true,
    body: after,
    change: { configuration: [{ kind: 'recipe', before: undefined, after }], audit: [audit] },
  };
};

/** What people approved under its name must not become something else while they rely on it. */
export const decideRecipeUpdate = (
  { existing, usage, killSwitch }: RecipeFacts,
  { reason, revision, ...settings }: RecipeUpdate,
  cause: Cause,
): Decision<Recipe> => {
  const { id } = existing;
  const what = `recipe ${id}`;
  if (revision !== existing.revision) {
    return overtaken(what, { now: existing.revision, seen: revision, by: existing.updatedBy });
  }
  const groups = usage?.groups ?? [];
  const remapped = difference({ ...existing.engine }, settings.engine).fields;
  if (remapped.length > 0 && groups.length > 0) return inUse(existing, groups, remapped);
  const after: Recipe = { id, ...settings, ...nextStamp(existing, cause, reason) };
  if (difference(existing, after).fields.length === 0) return { admitted: true, body: existing, change: {} };
  const told = {
    type: 'ADMIN_UPDATE',
    subject: subjectOf(id),
    what,
    before: existing,
    after,
    revision: after.revision,
    reason,
  } as const;
  return {
    admitted: true,
    body: after,
    change: {
      configuration: [{ kind: 'recipe', before: existing, after }],
      uses: [{ of: { kind: 'recipe', id }, before: usage }],
      ...renewalOf(groups, killSwitch),
      audit: [adminEvent(cause, told)],
    },
  };
};

const inUse = ({ name }: Recipe, groups: readonly string[], fields: readonly string[]): Decision<never> =>
  refused({
    code: 'RECIPE_IN_USE',
    message: `${name} is allowed by ${groups.join(', ')}, so what it maps to stays (${fields.join(', ')})`,
    hint: 'Add a new recipe with the new mapping and deprecate this one, or take it out of these groups first.',
    facts: { deliveryGroups: groups, fields },
  });
