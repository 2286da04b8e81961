import { type PreviewReplay, REFUSED_SHOWN_MAX, type RefusedThen } from '../../contract/preview.ts';
import type { Refusal } from '../../contract/problem.ts';
import type { ConfiguredFacts } from '../facts.ts';
import { dailyDeployQuota, dailyRollbackQuota } from '../guardrails/daily-quota.ts';
import { environmentAllowed, environmentEnabled, environmentNotRetired } from '../guardrails/environment-open.ts';
import { freeSlot } from '../guardrails/free-slot.ts';
import { recipeActive, recipeAllowed } from '../guardrails/recipe-chosen.ts';
import { recipeCompatible } from '../guardrails/recipe-compatible.ts';
import { evaluate, type Rule } from '../guardrails/rule.ts';
import { serviceInGroup } from '../guardrails/service-in-group.ts';
import type { DeploymentRecord } from '../records.ts';
import { countUse, slotsOf, type Use } from './past-use.ts';
import type { Setup } from './setup.ts';

/** The rules that the configuration has a say in, in the order of admissions. */
const openRules: readonly Rule<ConfiguredFacts>[] = [
  serviceInGroup,
  environmentAllowed,
  environmentEnabled,
  environmentNotRetired,
];
const deployRules = [...openRules, recipeActive, recipeAllowed, recipeCompatible, dailyDeployQuota, freeSlot];
/** A deprecated or no longer allowed recipe never bars the way back. */
const rollbackRules = [...openRules, dailyRollbackQuota, freeSlot];
/** A take-over gets the place of what it undoes. */
const takeOverRules = rollbackRules.filter((rule) => rule !== freeSlot);

const rulesOf = ({ deploymentKind, waitsFor }: DeploymentRecord): readonly Rule<ConfiguredFacts>[] => {
  if (deploymentKind === 'ROLL_FORWARD') return deployRules;
  return waitsFor === undefined ? rollbackRules : takeOverRules;
};

/** Why each of these would be refused under a configuration, by the very rules of admissions; oldest first. */
export const refusedUnder = (
  setup: Setup,
  records: readonly DeploymentRecord[],
  uses: ReadonlyMap<string, Use>,
): ReadonlyMap<string, Refusal> =>
  new Map(
    records.flatMap((record) => {
      const use = uses.get(record.id);
      const first = use && firstRefusal(rulesOf(record), factsOf(setup, record, use));
      return first ? [[record.id, first] as const] : [];
    }),
  );

const firstRefusal = (rules: readonly Rule<ConfiguredFacts>[], facts: ConfiguredFacts): Refusal | undefined => {
  for (const rule of rules) {
    const [refusal] = evaluate([rule], facts).refusals;
    if (refusal) return refusal;
  }
  return undefined;
};

const factsOf = (setup: Setup, record: DeploymentRecord, use: Use): ConfiguredFacts => {
  const group = setup.groups.get(record.deliveryGroupId);
  const { service: name, environment, version, changeSummary, recipeId, createdAt } = record;
  const service = setup.services.get(name);
  return {
    now: new Date(createdAt),
    intent: { service: name, environment, version, changeSummary },
    settings: setup.settings,
    service: service && memberOf(service, group),
    group,
    environment: setup.environments.get(environment),
    recipe: setup.recipes.get(recipeId),
    // Most are never asked for.
    get slots() {
      return slotsOf(use);
    },
    used: { deploys: use.used, rollbacks: use.used },
    lane: undefined,
  };
};

const memberOf = (
  { deliveryGroupId: _, ...service }: NonNullable<ConfiguredFacts['service']>,
  group: ConfiguredFacts['group'],
): NonNullable<ConfiguredFacts['service']> =>
  group?.services.includes(service.name) ? { ...service, deliveryGroupId: group.id } : service;

type Span = Pick<PreviewReplay, 'from' | 'to' | 'capped'>;

/** What was admitted and would not have been, as far as the proposal is the reason for it. `records`: newest first. */
export const replayOf = (
  { before, after }: { readonly before: Setup; readonly after: Setup },
  records: readonly DeploymentRecord[],
  span: Span,
): PreviewReplay => {
  const oldestFirst = records.toReversed();
  const uses = countUse(oldestFirst);
  const now = refusedUnder(after, oldestFirst, uses);
  const then = refusedUnder(
    before,
    oldestFirst.filter(({ id }) => now.has(id)),
    uses,
  );
  const refused = records.flatMap((record) => {
    const refusal = now.get(record.id);
    return refusal && !then.has(record.id) ? [toldOf(record, refusal)] : [];
  });
  return {
    ...span,
    looked: records.length,
    refusedCount: refused.length,
    refused: refused.slice(0, REFUSED_SHOWN_MAX),
  };
};

const toldOf = (record: DeploymentRecord, { code, message }: Refusal): RefusedThen => ({
  deploymentId: record.id,
  service: record.service,
  environment: record.environment,
  version: record.version,
  createdAt: record.createdAt,
  createdBy: record.createdBy.email ?? record.createdBy.id,
  code,
  message,
});
