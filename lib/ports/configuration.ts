import type { ParameterName, ParameterValue } from '../contract/configuration.ts';

/** The named deployment parameters as they are now, parsed. Throws when one of them is missing or not valid. */
export type ReadParameters = <const Name extends ParameterName>(
  names: readonly Name[],
) => Promise<{ [N in Name]: ParameterValue<N> }>;
