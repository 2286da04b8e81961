import * as z from 'zod';
import { engineAuthKinds } from './configuration.ts';

/** A connection to an engine as an admin proposes it, and what came of trying it. */

const TEXT_MAX = 2048;
/** A chain of certificates, or a key. */
const PEM_MAX = 32 * 1024;

const line = z.string().min(1).max(TEXT_MAX);
const secret = (what: string, max = 8192) => z.string().min(1).max(max).meta({ writeOnly: true, description: what });

export const proposedAuth = z
  .strictObject({
    kind: z.enum(engineAuthKinds),
    secret: secret('Bearer or API token, `user:password` for basic, client secret for oauth').optional(),
    tokenUrl: line.optional().describe('Where client credentials are exchanged for tokens'),
    clientId: line.optional(),
    scope: line.optional(),
    audience: line.optional(),
    certificate: secret('Client certificate, PEM', PEM_MAX).optional(),
    key: secret('Private key of the client certificate, PEM, without a passphrase', PEM_MAX).optional(),
  })
  .meta({ id: 'ProposedEngineAuth', description: 'Used for this one check: neither stored, nor logged, nor repeated' });

export const proposedConnection = z
  .strictObject({
    url: line.optional().describe('The configured engine when left out'),
    auth: proposedAuth
      .optional()
      .describe('The configured credentials when left out, which are sent to the configured origin only'),
    ca: z.string().min(1).max(PEM_MAX).optional().describe('Authorities that may vouch for the engine, PEM'),
  })
  .meta({ id: 'ProposedEngineConnection' });
export type ProposedConnection = z.infer<typeof proposedConnection>;

export const checkSteps = ['address', 'connection', 'authentication', 'catalog'] as const;

export const checkedConnection = z
  .object({
    ok: z.boolean(),
    steps: z
      .array(
        z.object({
          name: z.enum(checkSteps),
          ok: z.boolean(),
          detail: z.string(),
          hint: z.string().optional().describe('What to do about it'),
        }),
      )
      .describe('In this order, up to the first that failed'),
    latencyMs: z.int().optional().describe('How long the engine took to answer the first call'),
    applications: z.int().optional().describe('How many applications the credentials may see'),
  })
  .meta({ id: 'EngineCheck' });
export type CheckedConnection = z.infer<typeof checkedConnection>;
