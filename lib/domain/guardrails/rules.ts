import type { AdmissionFacts, RollbackFacts } from '../facts.ts';
import { callerInScope } from './caller-in-scope.ts';
import { dailyDeployQuota, dailyRollbackQuota } from './daily-quota.ts';
import { engineAvailable } from './engine-available.ts';
import { environmentAllowed, environmentEnabled, environmentNotRetired } from './environment-open.ts';
import { freeSlot } from './free-slot.ts';
import { onePerLane } from './one-per-lane.ts';
import { recipeActive, recipeAllowed, recipeChosen, recipeKnown } from './recipe-chosen.ts';
import { recipeCompatible } from './recipe-compatible.ts';
import { recipeForEngine } from './recipe-for-engine.ts';
import { isCurrent, noRollbackUnderWay, notARollback, takesOver, targetKnown } from './rollback-possible.ts';
import type { Rule } from './rule.ts';
import { serviceAllowlisted } from './service-allowlisted.ts';
import { serviceInGroup } from './service-in-group.ts';
import { artifactPresent, versionRegistered, versionVerified, versionWellFormed } from './version-deployable.ts';

/** Every rule of a deployment, in the order in which refusals are listed. */
export const deployRules: readonly Rule<AdmissionFacts>[] = [
  serviceAllowlisted,
  serviceInGroup,
  callerInScope,
  environmentAllowed,
  environmentEnabled,
  environmentNotRetired,
  recipeChosen,
  recipeKnown,
  recipeActive,
  recipeAllowed,
  recipeCompatible,
  recipeForEngine,
  versionWellFormed,
  versionRegistered,
  versionVerified,
  artifactPresent,
  dailyDeployQuota,
  onePerLane,
  freeSlot,
  engineAvailable,
];

/** The concurrency rules of a rollback do not apply to one that takes over the place of what it undoes. */
const unlessTakingOver = (rule: Rule<AdmissionFacts>): Rule<RollbackFacts> => ({
  ...rule,
  evaluate: (facts) => (takesOver(facts) ? undefined : rule.evaluate(facts)),
});

/** Without a target there is no version to judge; that there is none has its own rule. */
const ofTarget = (rule: Rule<AdmissionFacts>): Rule<RollbackFacts> => ({
  ...rule,
  evaluate: (facts) => (facts.target ? rule.evaluate(facts) : undefined),
});

/** Whether the way back is open: never a matter of the recipe being deprecated or no longer allowed. */
export const rollbackRules: readonly Rule<RollbackFacts>[] = [
  serviceAllowlisted,
  serviceInGroup,
  callerInScope,
  environmentAllowed,
  environmentEnabled,
  environmentNotRetired,
  recipeKnown,
  notARollback,
  isCurrent,
  targetKnown,
  noRollbackUnderWay,
  recipeForEngine,
  ofTarget(versionRegistered),
  ofTarget(versionVerified),
  ofTarget(artifactPresent),
  dailyRollbackQuota,
  unlessTakingOver(onePerLane),
  unlessTakingOver(freeSlot),
  engineAvailable,
];
