import { useQuery } from '@tanstack/react-query';
import type { Recipe } from '../../../../lib/contract/recipe.ts';
import * as stored from '../../api/administration.ts';
import { api } from '../../api/client.ts';
import * as queries from '../../api/queries.ts';
import { policyWords as words } from '../../copy/policy.ts';
import { useDraft } from '../../form/draft.ts';
import { Form } from '../../form/form.tsx';
import type { Send } from '../../form/save.ts';
import { ObjectHead } from '../../objects/head.tsx';
import { RecipeList } from '../../objects/lists.tsx';
import { blankRecipe, bodyOfRecipe, groupsWithRecipe, type RecipeBody, recipeSections } from '../../objects/recipe.ts';
import type { PageProps } from './admin.tsx';
import { Awaited, ListPage, storedOf, useSaved } from './edit.tsx';
import { useChangeEffect } from './effect.tsx';

/** Admins are told the mapping onto the engine, so it is there to be sent back. */
const mapped = ({
  engine = { type: '', application: '', deployPipeline: '', rollbackPipeline: '' },
  ...body
}: RecipeBody) => ({
  ...body,
  engine,
});

const create: Send<RecipeBody, Recipe> = ({ body, reason }, options) =>
  api().recipes.create({ body: { ...mapped(body), ...(reason ? { reason } : {}) } }, options);

const update: Send<RecipeBody, Recipe> = ({ body, revision, reason }, options) => {
  const { id, ...settings } = mapped(body);
  return api().recipes.update({ params: { recipeId: id }, body: { ...settings, revision, reason } }, options);
};

type RecipeFormProps = { recipe: Recipe | undefined; usedBy: readonly string[]; others: readonly Recipe[] };

const RecipeForm = ({ recipe, usedBy, others }: RecipeFormProps) => {
  const saved = useSaved('recipes');
  const draft = useDraft({
    key: `recipes/${recipe?.id ?? 'new'}`,
    stored: recipe && storedOf(recipe, bodyOfRecipe(recipe)),
    blank: blankRecipe,
  });
  const taken = recipe ? undefined : others.map(({ id }) => id);
  const sections = recipeSections(usedBy, taken);
  const effect = useChangeEffect(
    { recipe: { ...mapped(draft.body), revision: draft.base?.revision } },
    draft,
    sections,
  );
  return (
    <>
      <ObjectHead title={recipe?.name ?? words.addTitle(words.recipe)} stamp={recipe} />
      <Form
        draft={draft}
        sections={sections}
        what={words.recipe}
        effect={effect}
        send={recipe ? update : create}
        onSaved={({ id, name, revision }) => saved(id, name, revision)}
      />
    </>
  );
};

const One = ({ id }: { id: string }) => {
  const isNew = id === 'new';
  const { data, error } = useQuery({ ...stored.recipe(id), enabled: !isNew });
  const groups = useQuery(queries.groups);
  const others = useQuery(queries.recipes);
  if (!groups.data || !others.data || !(isNew || data)) {
    return <Awaited title={words.recipes} error={error ?? groups.error ?? others.error} />;
  }
  return <RecipeForm recipe={data} usedBy={groupsWithRecipe(groups.data.items, id)} others={others.data.items} />;
};

/** The approved ways to deploy. */
export const Recipes = ({ id }: PageProps) =>
  id === undefined ? (
    <ListPage title={words.recipes} section="recipes" what={words.recipe}>
      <RecipeList area="admin" />
    </ListPage>
  ) : (
    <One id={id} />
  );
