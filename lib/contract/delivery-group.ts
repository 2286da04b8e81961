import * as z from 'zod';
import { changeReason, configurationFields, distinct, seenRevision, slug } from './values.ts';

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

/** Standard limits, for a group that is set up without any. */
export const guardrailsDefault: Guardrails = {
  maxConcurrentDeployments: 1,
  dailyDeployQuota: 25,
  dailyRollbackQuota: 10,
};

const ownerEntry = z
  .string()
  .trim()
  .max(256)
  .regex(
    /^(?:sub:\S.*|group:\S.*|[^\s@:]+@[^\s@]+)$/,
    'must be an email address, sub:<subject> or group:<claim value>',
  );

/** The record of a change holds all of them twice, and has to fit into one item. */
const ROUTES_MAX = 800;
const routesIn = (bound: readonly Pick<EnvironmentBinding, 'routes'>[]): number =>
  bound.reduce((sum, { routes = {} }) => sum + Object.keys(routes).length, 0);

const groupSettings = {
  name: z.string().trim().min(1).max(80),
  description: z.string().trim().max(500).optional(),
  owners: distinct(ownerEntry, 100).describe(deliveryGroup.shape.owners.description ?? ''),
  services: distinct(slug, 500).describe('None means none'),
  allowedRecipes: distinct(slug, 50).describe('None means none'),
  environments: z
    .array(
      z.strictObject({
        ...environmentBinding.shape,
        guardrails: z.strictObject(guardrailOverrides.shape).optional(),
      }),
    )
    .max(30)
    .refine((bound) => new Set(bound.map(({ name }) => name)).size === bound.length, 'must not name one twice')
    .refine((bound) => routesIn(bound) <= ROUTES_MAX, `must not have more than ${ROUTES_MAX} routes in all`)
    .describe('None means none'),
};

export const newDeliveryGroup = z
  .strictObject({
    id: slug,
    ...groupSettings,
    guardrails: z.strictObject(guardrails.shape).default(guardrailsDefault),
    reason: changeReason.optional(),
  })
  .meta({ id: 'NewDeliveryGroup' });
export type NewDeliveryGroup = z.infer<typeof newDeliveryGroup>;

export const deliveryGroupUpdate = z
  .strictObject({
    ...groupSettings,
    guardrails: z.strictObject(guardrails.shape),
    revision: seenRevision,
    reason: changeReason,
  })
  .meta({ id: 'DeliveryGroupUpdate' });
export type DeliveryGroupUpdate = z.infer<typeof deliveryGroupUpdate>;
