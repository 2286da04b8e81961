import type { EngineCatalog } from '../../ports/engine.ts';
import { type Gate, segment } from './gate.ts';
import { at, list, text } from './json.ts';

const MAX_APPLICATIONS = 200;
const AT_ONCE = 5;

/** Applications and their enabled definitions, both by name; at most 200 applications, five calls at a time. */
export async function readCatalog(gate: Gate): Promise<EngineCatalog> {
  const answer = await gate.read({ path: '/applications' });
  const names = list(answer).flatMap((item) => text(at(item, 'name')) ?? []);
  const queue = [...new Set(names)].sort().slice(0, MAX_APPLICATIONS);
  const applications: EngineCatalog['applications'][number][] = [];
  for (let start = 0; start < queue.length; start += AT_ONCE) {
    const group = queue.slice(start, start + AT_ONCE);
    applications.push(...(await Promise.all(group.map((name) => readApplication(gate, name)))));
  }
  return { applications };
}

async function readApplication(gate: Gate, name: string) {
  const configs = list(await gate.readIfPresent({ path: `/applications/${segment(name)}/pipelineConfigs` }));
  const enabled = configs.filter((config) => at(config, 'disabled') !== true);
  return { name, definitions: enabled.flatMap((config) => text(at(config, 'name')) ?? []).sort() };
}
