import type { Recipe } from '../../../../lib/contract/recipe.ts';
import { deployWords as words } from '../../copy/deploy.ts';
import { cx } from '../../kit/cx.ts';
import type { DeployForm } from './form.ts';

const TheRecipe = ({ name, behaviour }: { name: string; behaviour: string | undefined }) => (
  <div className="text-sm">
    <p className="mb-1.5 font-medium">{words.recipe}</p>
    <p className="text-ink-2">
      <span className="text-ink">{name}</span>
      {behaviour && `: ${behaviour}`}
    </p>
  </div>
);

type RecipeCardsProps = { form: DeployForm; recipes: readonly Recipe[] };

/** Approved ways to deploy, each with what it does in one line; the only one as a fact. */
export const RecipeCards = ({ form, recipes }: RecipeCardsProps) => {
  const { choice, recipeId } = form;
  if (choice.kind === 'routed') {
    const routed = recipes.find(({ id }) => id === choice.recipeId);
    const behaviour = [routed?.behaviorSummary, words.recipeRouted].filter(Boolean).join(' ');
    return <TheRecipe name={routed?.name ?? choice.recipeId} behaviour={behaviour} />;
  }
  const [only, ...more] = choice.recipes;
  if (!only) return null;
  if (more.length === 0) return <TheRecipe name={only.name} behaviour={only.behaviorSummary} />;
  return (
    <fieldset className="grid min-w-0 gap-2">
      <legend className="mb-1.5 text-sm font-medium">{words.recipe}</legend>
      {choice.recipes.map(({ id, name, behaviorSummary }) => (
        <label
          key={id}
          className={cx(
            'flex cursor-pointer gap-3 rounded-lg border bg-surface p-3.5',
            recipeId === id ? 'border-ink' : 'border-line-2 hover:border-ink-3',
          )}
        >
          <input
            type="radio"
            name="recipe"
            value={id}
            checked={recipeId === id}
            onChange={() => form.draft.setRecipe(id)}
            className="mt-0.5 size-4 shrink-0 scroll-mb-48 accent-(--ink)"
          />
          <span className="min-w-0 text-sm">
            <span className="font-medium">{name}</span>
            <span className="block text-ink-2">{behaviorSummary}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
};
