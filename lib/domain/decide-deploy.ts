import { type Admission, admit, type Mint } from './admit.ts';
import type { Change } from './change.ts';
import type { AdmissionFacts } from './facts.ts';
import { type Evaluation, evaluate } from './guardrails/rule.ts';
import { deployRules } from './guardrails/rules.ts';
import type { DeploymentRecord } from './records.ts';

/** Admitted with what is to be written, or refused with every reason. */
export type AdmissionDecision =
  | {
      readonly admitted: true;
      readonly evaluation: Evaluation;
      readonly record: DeploymentRecord;
      readonly change: Change;
    }
  | { readonly admitted: false; readonly evaluation: Evaluation };

/** Decides a deployment. Validation is the same decision without the commit. */
export const decideDeploy = (facts: AdmissionFacts, mint: Mint): AdmissionDecision => {
  const evaluation = evaluate(deployRules, facts);
  const ground = evaluation.refusals.length === 0 ? groundOf(facts) : undefined;
  if (!ground) return { admitted: false, evaluation };
  return { admitted: true, evaluation, ...admit(facts, mint, { ...ground, kind: 'ROLL_FORWARD' }) };
};

/** What an admission stands on; complete once no rule objects. */
export const groundOf = ({ group, recipe, build }: AdmissionFacts): Ground | undefined =>
  group && recipe?.engine && build ? { group, recipe, mapping: recipe.engine, build } : undefined;

type Ground = Pick<Admission, 'group' | 'recipe' | 'mapping' | 'build'>;
