import { connectSpinnaker } from '../../../../lib/adapters/spinnaker/connect.ts';
import { createParameterReader } from '../../../../lib/adapters/ssm/parameters.ts';
import { type ParameterName, variableOf } from '../../../../lib/contract/configuration.ts';
import { EngineFault } from '../../../../lib/ports/engine.ts';

export type Configured = Partial<Record<ParameterName, string>>;

/** A reader of exactly these parameters; loopback is allowed unless they say otherwise. */
export const readerOf = (values: Configured) => {
  const overrides = Object.entries({ '/engine/allow_loopback': 'true', ...values }).map(
    ([name, value]) => [variableOf(name as ParameterName), value] as const,
  );
  return createParameterReader({
    prefix: '/dxcp/config',
    overrides: Object.fromEntries(overrides),
    clock: { now: () => new Date() },
    onStale: () => undefined,
    client: { send: async () => ({ Parameters: [] }) },
  }).read;
};

/** The engine as a function gets it, from these parameters. */
export const engineOf = (values: Configured) =>
  connectSpinnaker({ read: readerOf(values), clock: { now: () => new Date('2026-03-02T09:10:00.000Z') } });

/** The fault of a call; fails when there is none. */
export const faultOf = async (call: Promise<unknown>): Promise<EngineFault> => {
  const outcome = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(outcome instanceof EngineFault)) throw new Error(`No fault of the engine: ${outcome}`);
  return outcome;
};

/** Everything that a fault could put into a log. */
export const wordsOf = (fault: Error): string => {
  const layers: string[] = [];
  for (let layer: unknown = fault; layer instanceof Error; layer = layer.cause) {
    layers.push(layer.message, layer.stack ?? '', JSON.stringify(layer));
  }
  return layers.join('\n');
};
