import * as z from 'zod';
import { configurationFields, slug } from './values.ts';

export const guardrails = z
  .object({
    maxConcurrentDeployments: z.int().min(1).max(100),
    dailyDeployQuota: z.int().min(0).max(100_000),
    dailyRollbackQuota: z.int().min(0).max(100_000),
  })
  .meta({ id: 'Guardrails' });
export type Guardrails = z.infer<typeof guardrails>;

/** What an environment changes of the group's guardrails. */
const guardrailOverrides = z.object({
  maxConcurrentDeployments: guardrails.shape.maxConcurrentDeployments.optional(),
  dailyDeployQuota: guardrails.shape.dailyDeployQuota.optional(),
  dailyRollbackQuota: guardrails.shape.dailyRollbackQuota.optional(),
});

export const environmentBinding = z
  .object({
    name: slug,
    enabled: z.boolean(),
    promotionOrder: z.int().min(1),
    guardrails: guardrailOverrides.optional(),
    routes: z.record(slug, slug).optional().describe('service → the recipe it takes here'),
  })
  .meta({ id: 'EnvironmentBinding' });
export type EnvironmentBinding = z.infer<typeof environmentBinding>;

export const deliveryGroup = z
  .object({
    id: slug,
    name: z.string(),
    description: z.string().optional(),
    owners: z.array(z.string()).describe('Emails, `sub:<subject>` or `group:<claim value>`'),
    services: z.array(slug),
    allowedRecipes: z.array(slug),
    environments: z.array(environmentBinding),
    guardrails,
    ...configurationFields,
  })
  .meta({ id: 'DeliveryGroup' });
export type DeliveryGroup = z.infer<typeof deliveryGroup>;
