import * as z from 'zod';
import { engineAbilities } from './engine-abilities.ts';
import { instant } from './values.ts';

/** What admins see of the engine behind the plane. */

export const engineStatus = z
  .object({
    type: z.string().describe('The engine that is connected, as configured now'),
    abilities: engineAbilities,
    breaker: z
      .object({
        state: z.enum(['closed', 'open']).describe('open: out of reach, so that nothing new is admitted'),
        since: instant.optional().describe('When it came into this state; absent when no call ever failed'),
        failures: z.int().describe('Calls that failed in a row; 0 with the first that goes well'),
        failedAt: instant.optional(),
        lastFault: z.string().optional().describe('Kind of the newest failure'),
      })
      .describe('What all calls of the plane have come to'),
    pulse: z
      .object({
        reconciledAt: instant,
        inFlight: z.int(),
        freshnessSeconds: z.int().describe('How old an observation may be before the engine is asked again'),
        engineType: z.string().optional().describe('The engine that was connected then'),
      })
      .optional()
      .describe('Of the last reconciliation; absent before the first'),
    health: z
      .object({
        ok: z.boolean(),
        latencyMs: z.int(),
        detail: z.string().optional().describe('Why it is not well'),
      })
      .describe('Asked just now, for 10 seconds at most; nothing depends on the answer'),
  })
  .meta({ id: 'EngineStatus' });
export type EngineStatus = z.infer<typeof engineStatus>;

export const APPLICATIONS_MAX = 2000;

export const engineApplications = z
  .object({
    items: z.array(z.object({ name: z.string() })).describe(`By name, ${APPLICATIONS_MAX} at most`),
    total: z.int().describe('How many the engine shows'),
  })
  .meta({ id: 'EngineApplications' });
export type EngineApplications = z.infer<typeof engineApplications>;

export const engineDefinitions = z
  .object({
    application: z.string(),
    items: z
      .array(z.object({ name: z.string(), enabled: z.boolean().describe('Otherwise the engine rejects its orders') }))
      .describe('What a recipe may name of this application, by name; none of one that the engine does not know'),
  })
  .meta({ id: 'EngineDefinitions' });
export type EngineDefinitions = z.infer<typeof engineDefinitions>;
