import { createParameterReader } from '../../lib/adapters/ssm/parameters.ts';
import { CONFIG_PREFIX_DEFAULT, variables } from '../../lib/contract/variables.ts';
import { createAuthorize } from '../../lib/http/auth/authorize.ts';
import { trustOf, trustParameters } from '../../lib/http/auth/trust.ts';

type Log = (level: 'WARN' | 'ERROR', facts: Record<string, unknown>) => void;

/**
 * The authorizers' own composition root: they see tokens and secrets, hence hold no table, engine or artifact client.
 * The name is the function's in its log.
 */
export const createDoor = (name: 'auth.authorizer' | 'auth.engine-events') => {
  const log: Log = (level, facts) => {
    process.stdout.write(`${JSON.stringify({ level, function: name, at: new Date(), ...facts })}\n`);
  };
  const parameters = createParameterReader({
    prefix: process.env[variables.configPrefix] ?? CONFIG_PREFIX_DEFAULT,
    overrides: process.env,
    clock: { now: () => new Date() },
    onStale: (error) => log('WARN', { event: 'configuration-stale', detail: String(error) }),
  });
  return {
    /** `undefined` when none is configured, or it cannot be read: then nobody is let in. */
    engineSecret: async (): Promise<string | undefined> => {
      try {
        return (await parameters.read(['/engine/events/secret']))['/engine/events/secret'];
      } catch (error) {
        const detail = error instanceof Error ? error.message : String(error);
        log('ERROR', { event: 'engine-secret-unreadable', detail });
        return undefined;
      }
    },
    authorize: createAuthorize({
      readTrust: async () => trustOf(await parameters.read(trustParameters)),
      report: (trouble) => log('ERROR', trouble),
    }),
  };
};
