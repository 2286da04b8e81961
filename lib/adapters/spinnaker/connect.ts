import { engines } from '../../contract/engines.ts';
import type { ReadParameters } from '../../ports/configuration.ts';
import { type Engine, EngineFault } from '../../ports/engine.ts';
import type { Clock } from '../../ports/world.ts';
import { type Connection, connect } from './auth/connection.ts';
import { type ConnectionSettings, misfitsOf } from './auth/settings.ts';
import { parameterOf, type StoredConnection, settingsOf, storedParameters } from './auth/stored.ts';
import { createSpinnakerEngine } from './engine.ts';
import type { Http } from './gate.ts';

type Means = {
  readonly read: ReadParameters;
  /** The plane's time, in which executions are searched; tokens and certificates expire in the world's. */
  readonly clock: Clock;
  /** Hears of each request to Gate, repeated ones included. */
  readonly onRequest?: () => void;
};

/**
 * Spinnaker as the deployment parameters say where it is and how DXCP identifies itself to it. They are read with each
 * call; what is wrong with them is a fault of that call, which names the parameter.
 */
export const connectSpinnaker = async ({ read, clock, onRequest }: Means): Promise<Engine> => {
  const current = async (): Promise<Engine> => {
    const stored = await readStored(read);
    const { url, http, credentials } = connectionTo(fitting(settingsOf(stored)));
    const counted: Http = (address, init) => {
      onRequest?.();
      return http(address, init);
    };
    return createSpinnakerEngine({ gateUrl: url, auth: credentials, http: counted, clock, ...linksOf(stored) });
  };
  return {
    kind: 'spinnaker',
    abilities: engines.spinnaker,
    start: async (order) => (await current()).start(order),
    find: async (order) => (await current()).find(order),
    observe: async (executionId, order) => (await current()).observe(executionId, order),
    observeMany: async (executions) => (await current()).observeMany(executions),
    cancel: async (executionId, reason) => (await current()).cancel(executionId, reason),
    applications: async () => (await current()).applications(),
    definitions: async (application) => (await current()).definitions(application),
    health: async () => (await current()).health(),
  };
};

const readStored = async (read: ReadParameters): Promise<StoredConnection> => {
  try {
    return await read(storedParameters);
  } catch (error) {
    const message = error instanceof Error ? error.message : 'The configuration cannot be read';
    throw new EngineFault('MISCONFIGURED', `${message}.`, { ambiguous: false, cause: error });
  }
};

const fitting = (settings: ConnectionSettings): ConnectionSettings => {
  const [misfit] = misfitsOf(settings, new Date());
  if (!misfit) return settings;
  const message = `Configuration parameter ${parameterOf[misfit.part]} does not fit. ${misfit.message}.`;
  throw new EngineFault('MISCONFIGURED', message, { ambiguous: false });
};

/** Connections and tokens outlive the invocation of a function; new settings make new ones. */
let kept: { readonly text: string; readonly connection: Connection } | undefined;
const connectionTo = (settings: ConnectionSettings): Connection => {
  const text = JSON.stringify(settings);
  if (kept?.text !== text) kept = { text, connection: connect(settings, { now: Date.now }) };
  return kept.connection;
};

const linksOf = ({ '/engine/ui_url': uiUrl }: StoredConnection) =>
  uiUrl === undefined
    ? {}
    : {
        links: ({ id, application }: { readonly id: string; readonly application?: string }) =>
          `${uiUrl}/#/applications/${application ?? '-'}/executions/details/${id}`,
      };
