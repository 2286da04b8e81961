import type { DeliveryGroup } from '../../../lib/contract/delivery-group.ts';
import { engineDefault, engineTypes } from '../../../lib/contract/engines.ts';
import type { NewRecipe, Recipe } from '../../../lib/contract/recipe.ts';
import { policyWords as words } from '../copy/policy.ts';
import { type Field, property, type Section } from '../form/field.ts';
import { newId } from './new-id.ts';

export type RecipeBody = Omit<NewRecipe, 'reason' | 'engine'> & { readonly engine: NewRecipe['engine'] | undefined };

export const bodyOfRecipe = (recipe: Recipe): RecipeBody => {
  const { id, name, description, behaviorSummary, steps, rollbackSteps, deadlineMinutes, status, engine } = recipe;
  return { id, name, description, behaviorSummary, steps, rollbackSteps, deadlineMinutes, status, engine };
};

export const blankRecipe: RecipeBody = {
  id: '',
  name: '',
  description: '',
  behaviorSummary: '',
  steps: [],
  deadlineMinutes: 60,
  status: 'active',
  engine: { type: engineDefault, application: '', deployPipeline: '', rollbackPipeline: '' },
};

/** Names of the groups that may use a recipe. */
export const groupsWithRecipe = (groups: readonly DeliveryGroup[], id: string): string[] =>
  groups.flatMap(({ allowedRecipes, name }) => (allowedRecipes.includes(id) ? [name] : []));

const mappingFields = (usedBy: readonly string[], type: string): Field<RecipeBody>[] => {
  const locked = usedBy.length > 0 ? (true as const) : undefined;
  const field = (key: 'type' | 'application' | 'deployPipeline' | 'rollbackPipeline', label: string) => ({
    path: `engine.${key}`,
    label,
    locked,
    control:
      key === 'type'
        ? ({
            kind: 'choice',
            options: engineTypes.map((value) => ({ value, label: words.engineName(value) })),
          } as const)
        : ({ kind: 'text' } as const),
    get: ({ engine }: RecipeBody) => engine?.[key],
    set: ({ engine, ...body }: RecipeBody, value: unknown) => ({
      ...body,
      engine: engine && { ...engine, [key]: value },
    }),
  });
  return [
    field('type', words.engine),
    field('application', words.application),
    field('deployPipeline', words.deploysBy(type)),
    field('rollbackPipeline', words.rollsBackBy(type)),
  ];
};

/** What is known of a recipe; its mapping onto the engine only where it was told. */
export const recipeSections =
  (usedBy: readonly string[], taken?: readonly string[] | undefined) =>
  (body: RecipeBody): readonly Section<RecipeBody>[] => [
    {
      title: words.about,
      fields: [
        ...(taken ? [newId<RecipeBody>('id', taken)] : []),
        {
          ...property<RecipeBody, 'name'>('name'),
          label: words.name,
          control: { kind: 'text' },
          get: ({ name }) => name,
        },
        {
          ...property<RecipeBody, 'behaviorSummary'>('behaviorSummary'),
          label: words.behavior,
          hint: words.behaviorHint,
          control: { kind: 'area' },
          get: ({ behaviorSummary }) => behaviorSummary,
        },
        {
          ...property<RecipeBody, 'description'>('description'),
          label: words.description,
          control: { kind: 'area' },
          get: ({ description }) => description,
        },
        {
          ...property<RecipeBody, 'status'>('status'),
          label: words.status,
          control: {
            kind: 'choice',
            options: (['active', 'deprecated'] as const).map((value) => ({ value, label: words.statuses[value] })),
          },
          get: ({ status }) => status,
        },
        {
          ...property<RecipeBody, 'deadlineMinutes'>('deadlineMinutes'),
          label: words.deadline,
          hint: words.deadlineHint,
          control: { kind: 'number', min: 1, max: 1440 },
          get: ({ deadlineMinutes }) => deadlineMinutes,
        },
      ],
    },
    {
      title: words.steps,
      fields: [
        {
          ...property<RecipeBody, 'steps'>('steps'),
          label: words.steps,
          hint: words.stepsHint,
          control: { kind: 'lines' },
          get: ({ steps }) => steps,
        },
        {
          path: 'rollbackSteps',
          label: words.rollbackSteps,
          hint: words.stepsHint,
          control: { kind: 'lines' },
          get: ({ rollbackSteps }) => rollbackSteps ?? [],
          set: ({ rollbackSteps: _, ...rest }, value) =>
            Array.isArray(value) && value.length > 0 ? { ...rest, rollbackSteps: value } : rest,
        },
      ],
    },
    ...(body.engine
      ? [
          {
            title: words.mapping,
            note: usedBy.length > 0 ? words.mappingLocked(usedBy.join(', ')) : undefined,
            fields: mappingFields(usedBy, body.engine.type),
          },
        ]
      : []),
  ];
