import type { EngineAbilities } from './engine-abilities.ts';

/** The engines that a recipe may name. To add one is an entry here and a folder of adapters. */
export const engines = {
  spinnaker: { search: true, cancel: true, observation: true, events: true },
} as const satisfies Record<string, EngineAbilities>;

export type EngineType = keyof typeof engines;
export const isEngineType = (type: string): type is EngineType => Object.hasOwn(engines, type);
export const engineTypes: readonly EngineType[] = Object.keys(engines).filter(isEngineType);

const nothing: EngineAbilities = { search: false, cancel: false, observation: false, events: false };

/** What people call an engine, and the thing of its own that a recipe names for an order. */
export type EngineWords = { readonly name: string; readonly definition: string; readonly definitions: string };
export const engineWords = {
  spinnaker: { name: 'Spinnaker', definition: 'pipeline', definitions: 'pipelines' },
} as const satisfies Record<EngineType, EngineWords>;

/** Of an engine that is no longer among them only the name is known. */
export const engineWordsOf = (type: string): EngineWords =>
  isEngineType(type) ? engineWords[type] : { name: type, definition: 'definition', definitions: 'definitions' };

/** Of an engine that is no longer among them nothing is expected. */
export const abilitiesOf = (type: string): EngineAbilities => (isEngineType(type) ? engines[type] : nothing);

/** Of a plane that is not told which. */
export const engineDefault: EngineType = 'spinnaker';
