import * as z from 'zod';
import { engineTypes } from './engines.ts';
import { changeReason, configurationFields, seenRevision, slug } from './values.ts';

/** What is stored may name an engine that is no longer among them; what is sent may not. */
const engineNames: readonly string[] = engineTypes;

export const engineMapping = z
  .object({
    type: z.enum(engineNames),
    application: z.string(),
    deployPipeline: z.string(),
    rollbackPipeline: z.string(),
  })
  .meta({ id: 'EngineMapping' });
export type EngineMapping = z.infer<typeof engineMapping>;

export const recipe = z
  .object({
    id: slug,
    name: z.string(),
    description: z.string(),
    behaviorSummary: z.string().max(240).describe('What it does to people and traffic, in one line'),
    steps: z.array(z.string()).describe('Labels of the normalized progress'),
    rollbackSteps: z
      .array(z.string())
      .optional()
      .describe('The same for its rollbacks, which have steps of their own; without them the engine names its steps'),
    deadlineMinutes: z.int().min(1).max(1440),
    status: z.enum(['active', 'deprecated']),
    engine: engineMapping.optional().describe('For admins only'),
    ...configurationFields,
  })
  .meta({ id: 'Recipe' });
export type Recipe = z.infer<typeof recipe>;

const engineName = z.string().trim().min(1).max(200);
const stepLabels = z.array(z.string().trim().min(1).max(80)).max(30);

const recipeSettings = {
  name: z.string().trim().min(1).max(80),
  description: z.string().trim().max(1000),
  behaviorSummary: z
    .string()
    .trim()
    .min(1)
    .max(240)
    .describe(recipe.shape.behaviorSummary.description ?? ''),
  steps: stepLabels.describe(recipe.shape.steps.description ?? ''),
  rollbackSteps: stepLabels.optional(),
  deadlineMinutes: recipe.shape.deadlineMinutes,
  status: recipe.shape.status,
  engine: z
    .strictObject({
      type: engineMapping.shape.type,
      application: engineName,
      deployPipeline: engineName,
      rollbackPipeline: engineName,
    })
    .describe('What the engine runs; stays as it is while a delivery group allows the recipe'),
};

export const newRecipe = z
  .strictObject({
    id: slug,
    ...recipeSettings,
    deadlineMinutes: recipeSettings.deadlineMinutes.default(60),
    status: recipeSettings.status.default('active'),
    reason: changeReason.optional(),
  })
  .meta({ id: 'NewRecipe' });
export type NewRecipe = z.infer<typeof newRecipe>;

export const recipeUpdate = z
  .strictObject({ ...recipeSettings, revision: seenRevision, reason: changeReason })
  .meta({ id: 'RecipeUpdate' });
export type RecipeUpdate = z.infer<typeof recipeUpdate>;
