import * as z from 'zod';
import { engineTypes } from './engines.ts';
import { configurationFields, slug } from './values.ts';

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
