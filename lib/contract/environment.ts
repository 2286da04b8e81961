import * as z from 'zod';
import { changeReason, configurationFields, seenRevision, slug } from './values.ts';

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

const environmentSettings = {
  displayName: z.string().trim().min(1).max(80),
  type: environment.shape.type,
  lifecycle: environment.shape.lifecycle,
};

export const newEnvironment = z
  .strictObject({ name: slug, ...environmentSettings, reason: changeReason.optional() })
  .meta({ id: 'NewEnvironment' });
export type NewEnvironment = z.infer<typeof newEnvironment>;

export const environmentUpdate = z
  .strictObject({ ...environmentSettings, revision: seenRevision, reason: changeReason })
  .meta({ id: 'EnvironmentUpdate' });
export type EnvironmentUpdate = z.infer<typeof environmentUpdate>;
