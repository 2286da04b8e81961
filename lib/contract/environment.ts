import * as z from 'zod';
import { configurationFields, slug } from './values.ts';

export const environment = z
  .object({
    name: slug,
    displayName: z.string(),
    type: z.enum(['non_prod', 'prod']),
    lifecycle: z.enum(['active', 'disabled', 'retired']),
    ...configurationFields,
  })
  .meta({ id: 'Environment' });
export type Environment = z.infer<typeof environment>;
