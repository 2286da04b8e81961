import * as z from 'zod';
import { changeReason, configurationFields, distinct, seenRevision, slug } from './values.ts';

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

/** What people decide about a service; which delivery group it is in, the group says. */
const serviceSettings = {
  description: z.string().trim().max(500).optional(),
  owner: z.string().trim().max(200).optional(),
  allowedRecipes: distinct(slug, 50).describe(service.shape.allowedRecipes.description ?? ''),
  artifactSources: distinct(
    z
      .string()
      .max(1200)
      .regex(/^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/(?:[^/\s]+\/)*$/, 'must be like s3://bucket/prefix/'),
    20,
  ),
  urlTemplate: z
    .string()
    .max(500)
    .regex(/^https?:\/\/[^\s]+$/, 'must be an http or https address')
    .optional()
    .describe('With {service}, {version} and {environment}'),
  backstageEntityRef: z.string().trim().max(255).optional(),
  repository: z.string().trim().max(255).optional(),
};

export const newService = z
  .strictObject({ name: slug, ...serviceSettings, reason: changeReason.optional() })
  .meta({ id: 'NewService' });
export type NewService = z.infer<typeof newService>;

export const serviceUpdate = z
  .strictObject({ ...serviceSettings, revision: seenRevision, reason: changeReason })
  .meta({ id: 'ServiceUpdate' });
export type ServiceUpdate = z.infer<typeof serviceUpdate>;
