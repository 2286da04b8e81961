import type { PipelineDefinition } from './definitions.ts';
import { asObject, asText, isObject } from './json-object.ts';
import { SCENARIOS, type Scenario, scenarioNamed, scenarioOfVersion } from './scenarios.ts';

/** Makes orders that match every given field play a scenario, without limit or for a number of orders. */
export type ScenarioRule = {
  readonly scenario: string;
  readonly service?: string;
  readonly environment?: string;
  readonly version?: string;
  readonly definition?: string;
  readonly times?: number;
};

export type ScenarioRules = {
  list(): readonly ScenarioRule[];
  set(rules: readonly ScenarioRule[]): void;
  /** The scenario of an order: the pipeline's own, a rule's, the version's, else success. Uses a counted rule up. */
  choose(pipeline: PipelineDefinition, parameters: unknown): Scenario;
};

const SUCCESS: Scenario = SCENARIOS[0] ?? { name: 'success', description: 'Every stage succeeds' };

export function createScenarioRules(): ScenarioRules {
  let rules: readonly ScenarioRule[] = [];
  const ruleFor = (pipeline: PipelineDefinition, parameters: unknown) => {
    const matching = rules.find((rule) => matches(rule, pipeline, parameters));
    if (matching?.times !== undefined) {
      const left = matching.times - 1;
      rules = rules.flatMap((rule) => (rule !== matching ? rule : left > 0 ? { ...rule, times: left } : []));
    }
    return matching;
  };
  return {
    list: () => rules,
    set: (next) => {
      rules = next;
    },
    choose: (pipeline, parameters) => {
      if (pipeline.scenario !== undefined) return scenarioNamed(pipeline.scenario) ?? SUCCESS;
      const rule = ruleFor(pipeline, parameters);
      return scenarioNamed(rule?.scenario) ?? scenarioOfVersion(versionOf(parameters)) ?? SUCCESS;
    },
  };
}

/** Rules of a request body; throws a sentence about the first that is none. */
export function parseRules(value: unknown): readonly ScenarioRule[] {
  if (!Array.isArray(value)) throw new Error('expected a list of rules');
  return value.map((item: unknown) => {
    if (!isObject(item) || scenarioNamed(asText(item.scenario)) === undefined) {
      throw new Error(`not a rule with a known scenario: ${JSON.stringify(item)}`);
    }
    const field = (name: string) => (asText(item[name]) === undefined ? {} : { [name]: asText(item[name]) });
    const times = typeof item.times === 'number' && item.times > 0 ? { times: item.times } : {};
    const scenario = asText(item.scenario) ?? '';
    return {
      scenario,
      ...field('service'),
      ...field('environment'),
      ...field('version'),
      ...field('definition'),
      ...times,
    };
  });
}

function matches(rule: ScenarioRule, pipeline: PipelineDefinition, parameters: unknown): boolean {
  const given = asObject(parameters);
  return (
    fits(rule.service, given.service) &&
    fits(rule.environment, given.environment) &&
    fits(rule.version, versionOf(parameters)) &&
    fits(rule.definition, pipeline.name)
  );
}

function fits(wanted: string | undefined, value: unknown): boolean {
  return wanted === undefined || wanted === value;
}

function versionOf(parameters: unknown): string {
  const given = asObject(parameters);
  return asText(given.targetVersion) ?? asText(given.version) ?? '';
}
