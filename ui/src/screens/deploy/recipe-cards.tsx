import { useNames } from '../../api/names.ts';
import { copy } from '../../copy.ts';
import { cx } from '../../kit/cx.ts';
import type { DeployForm } from './form.ts';

/** Approved ways to deploy, each with what it does in one line. Nothing to choose, nothing to show. */
export const RecipeCards = ({ form }: { form: DeployForm }) => {
  const names = useNames();
  const { choice, recipeId } = form;
  if (choice.kind === 'routed') {
    return (
      <p className="text-sm">
        <span className="font-medium">{copy.deploy.recipe}</span>{' '}
        <span className="text-ink-2">
          {names.recipe(choice.recipeId)}. {copy.deploy.recipeRouted}.
        </span>
      </p>
    );
  }
  if (choice.recipes.length < 2) return null;
  return (
    <fieldset className="grid min-w-0 gap-2">
      <legend className="mb-1.5 text-sm font-medium">{copy.deploy.recipe}</legend>
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
            onChange={() => form.setRecipe(id)}
            className="mt-0.5 size-4 shrink-0 accent-(--ink)"
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
