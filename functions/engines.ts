import { connectSpinnaker } from '../lib/adapters/spinnaker/connect.ts';
import type { EngineType } from '../lib/contract/engines.ts';
import type { ReadParameters } from '../lib/ports/configuration.ts';
import type { Engine } from '../lib/ports/engine.ts';
import type { Clock } from '../lib/ports/world.ts';

/** One line for each engine that the contract names; one without its line does not compile. */

type Connect = (means: { readonly read: ReadParameters; readonly clock: Clock }) => Promise<Engine>;

/** How each engine is connected, from the deployment parameters as they are now. */
export const connections = {
  spinnaker: connectSpinnaker,
} as const satisfies Record<EngineType, Connect>;
