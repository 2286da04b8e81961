import { createParameterReader } from '../../lib/adapters/ssm/parameters.ts';
import { CONFIG_PREFIX_DEFAULT, variables } from '../../lib/contract/variables.ts';
import { createAuthorize } from '../../lib/http/auth/authorize.ts';
import { trustOf, trustParameters } from '../../lib/http/auth/trust.ts';

/** The authorizers' own composition root: they see tokens and secrets, hence hold no table, engine or artifact client. */

const log = (level: 'WARN' | 'ERROR', facts: Record<string, unknown>): void => {
  process.stdout.write(`${JSON.stringify({ level, function: 'auth.authorizer', at: new Date(), ...facts })}\n`);
};

const parameters = createParameterReader({
  prefix: process.env[variables.configPrefix] ?? CONFIG_PREFIX_DEFAULT,
  overrides: process.env,
  clock: { now: () => new Date() },
  onStale: (error) => log('WARN', { event: 'configuration-stale', detail: String(error) }),
});

/** `undefined` when none is configured, or it cannot be read: then nobody is let in. */
export const engineSecret = async (): Promise<string | undefined> => {
  try {
    return (await parameters.read(['/engine/events/secret']))['/engine/events/secret'];
  } catch (error) {
    log('ERROR', { event: 'engine-secret-unreadable', detail: error instanceof Error ? error.message : String(error) });
    return undefined;
  }
};

export const authorize = createAuthorize({
  readTrust: async () => trustOf(await parameters.read(trustParameters)),
  report: (trouble) => log('ERROR', trouble),
});
