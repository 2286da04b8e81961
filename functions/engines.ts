import { connectSpinnaker } from '../lib/adapters/spinnaker/connect.ts';
import { readSpinnakerEvent } from '../lib/adapters/spinnaker/events.ts';
import { createSpinnakerTrial } from '../lib/adapters/spinnaker/trial.ts';
import type { EngineType } from '../lib/contract/engines.ts';
import type { ReadParameters } from '../lib/ports/configuration.ts';
import type { Engine, ReadEngineEvent } from '../lib/ports/engine.ts';
import type { EngineTrial } from '../lib/ports/engine-trial.ts';
import type { Clock } from '../lib/ports/world.ts';

/** One line for each engine that the contract names; one without its line does not compile. */

type Connect = (means: {
  readonly read: ReadParameters;
  readonly clock: Clock;
  readonly onRequest: () => void;
}) => Promise<Engine>;

/** How each engine is connected, from the deployment parameters as they are now. */
export const connections = {
  spinnaker: connectSpinnaker,
} as const satisfies Record<EngineType, Connect>;

type MakeTrial = (means: { readonly read: ReadParameters }) => EngineTrial;

/** How connections are tried, for the engines where an admin can propose one. */
export const trials: Partial<Record<EngineType, MakeTrial>> = {
  spinnaker: createSpinnakerTrial,
};

/** How the events of each engine are understood, without any connection to it. */
export const eventReaders = {
  spinnaker: readSpinnakerEvent,
} as const satisfies Record<EngineType, ReadEngineEvent>;
