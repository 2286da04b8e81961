import * as z from 'zod';
import { actor } from './actor.ts';
import { engineAbilities } from './engine-abilities.ts';
import { instant } from './values.ts';

/** The plane about itself. */

export const health = z.object({ status: z.literal('ok') }).meta({ id: 'Health' });

export const sanityCheck = z
  .object({
    name: z.string(),
    ok: z.boolean(),
    detail: z.string().optional(),
    hint: z.string().optional().describe('What an operator does about it; admins only'),
  })
  .meta({ id: 'SanityCheck' });

export const sanity = z.object({ ok: z.boolean(), checks: z.array(sanityCheck) }).meta({ id: 'Sanity' });
export type Sanity = z.infer<typeof sanity>;

export const whoami = z
  .object({
    actor,
    groupsOwned: z.array(z.string()),
    can: z.object({ read: z.boolean(), deploy: z.boolean(), publishBuilds: z.boolean(), administer: z.boolean() }),
  })
  .meta({ id: 'WhoAmI' });
export type WhoAmI = z.infer<typeof whoami>;

export const publicSettings = z
  .object({
    refresh: z.object({ defaultSeconds: z.int(), minSeconds: z.int(), maxSeconds: z.int() }),
    mutationsDisabled: z.boolean(),
    mutationsDisabledReason: z.string().optional(),
    mutationsDisabledSince: z.string().optional(),
    mutationsDisabledBy: z.string().optional(),
    mode: z.enum(['standard', 'evaluation']),
    limits: z.object({ readRpm: z.int(), mutateRpm: z.int() }),
    linkExposure: z.object({ repository: z.boolean(), runUrl: z.boolean(), serviceUrl: z.boolean() }),
    engine: z.object({
      available: z.boolean().describe('False while new deployments are refused because it cannot be reached'),
      unavailableSince: instant.optional(),
      abilities: engineAbilities,
    }),
  })
  .meta({ id: 'PublicSettings' });
export type PublicSettings = z.infer<typeof publicSettings>;
