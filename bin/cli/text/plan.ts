import type { RollbackPlan } from '../../../lib/contract/admission.ts';
import type { Session } from '../session.ts';
import { checkLines, noteLines, policyLine } from './checks.ts';
import { mannerOf, refusalLines } from './refusals.ts';

/** Where a rollback leads and what proves it, or why it is refused. */
export const planText = (plan: RollbackPlan, session: Session): string => {
  const { paint } = session;
  const { from, target, takesOver, recipe, policy } = plan;
  return [
    plan.allowed && target
      ? `${paint('good', '✓')} ${paint('strong', `${from} → ${target.version}`)}`
      : `${paint('bad', '✗')} ${paint('strong', from)} cannot be rolled back now`,
    ...refusalLines(plan.refusals, mannerOf(session)),
    ...(target ? proofLines(target, session) : []),
    ...(takesOver ? [`  ${paint('warn', takeOverWords(plan))}`] : []),
    ...noteLines(plan.notes, paint),
    ...checkLines(plan.checks, paint),
    ...(recipe ? [`  recipe  ${recipe.name}: ${recipe.behaviorSummary}`] : []),
    ...(policy ? [`  today   ${policyLine(policy)}`] : []),
  ].join('\n');
};

const takeOverWords = ({ stops }: RollbackPlan): string =>
  stops
    ? 'It is in flight: it is stopped first, and the rollback takes its place.'
    : 'It is in flight and cannot be stopped: the rollback starts by itself when it has ended.';

const proofLines = (target: NonNullable<RollbackPlan['target']>, { when }: Session): string[] => {
  const { version, deploymentId, ranFrom, ranTo, artifact } = target;
  const span = ranTo === undefined ? `has run since ${when(ranFrom)}` : `ran from ${when(ranFrom)} to ${when(ranTo)}`;
  return [
    `  proof   ${version} ${span}, as deployment ${deploymentId}`,
    ...(artifact ? [`          its artifact is ${artifact.status}, sha256 ${artifact.sha256.slice(0, 16)}…`] : []),
  ];
};
