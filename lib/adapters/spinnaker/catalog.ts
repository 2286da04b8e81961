import type { EngineDefinition } from '../../ports/engine.ts';
import { type Gate, segment } from './gate.ts';
import { at, list, text } from './json.ts';

/** Names of the applications, one call. */
export async function readApplications(gate: Gate): Promise<readonly string[]> {
  const answer = await gate.read({ path: '/applications' });
  const names = list(answer).flatMap((item) => text(at(item, 'name')) ?? []);
  return [...new Set(names)].sort();
}

/** The definitions of one application by name, one call; none where Gate knows no such application. */
export async function readDefinitions(gate: Gate, application: string): Promise<readonly EngineDefinition[]> {
  const configs = list(await gate.readIfPresent({ path: `/applications/${segment(application)}/pipelineConfigs` }));
  const definitions = configs.flatMap((config) => {
    const name = text(at(config, 'name'));
    return name === undefined ? [] : { name, enabled: at(config, 'disabled') !== true };
  });
  return definitions.sort((a, b) => (a.name < b.name ? -1 : 1));
}
