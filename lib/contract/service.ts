import * as z from 'zod';
import { configurationFields, slug } from './values.ts';

export const service = z
  .object({
    name: slug,
    description: z.string().optional(),
    owner: z.string().optional(),
    allowedRecipes: z.array(slug).describe('Recipes that fit this service technically'),
    artifactSources: z.array(z.string()).describe('`s3://bucket/prefix/` places its artifacts may come from'),
    urlTemplate: z.string().optional().describe('With {service}, {version} and {environment}'),
    backstageEntityRef: z.string().optional(),
    repository: z.string().optional(),
    deliveryGroupId: slug.optional().describe('The one delivery group the service is in'),
    ...configurationFields,
  })
  .meta({ id: 'Service' });
export type Service = z.infer<typeof service>;
