import { canStop } from '../abilities.ts';
import type { RollbackFacts } from '../facts.ts';
import { isTerminal } from '../states.ts';
import type { Rule } from './rule.ts';

export const notARollback: Rule<RollbackFacts> = {
  id: 'not-a-rollback',
  phase: 'compatibility',
  codes: ['ROLLBACK_OF_ROLLBACK'],
  twin: 'build never changes',
  evaluate: ({ original }) =>
    original.deploymentKind === 'ROLLBACK'
      ? {
          passed: false,
          code: 'ROLLBACK_OF_ROLLBACK',
          summary: 'This deployment is itself a rollback',
          hint: 'Deploy the version you want instead.',
          facts: { deploymentId: original.id },
        }
      : undefined,
};

/** Only what runs now, or the newest attempt that did not succeed, can be undone. */
export const isCurrent: Rule<RollbackFacts> = {
  id: 'is-current',
  phase: 'compatibility',
  codes: ['ROLLBACK_NOT_CURRENT'],
  twin: 'lane',
  evaluate: ({ original, lane }) => {
    if (original.deploymentKind === 'ROLLBACK') return undefined;
    if (lane?.running?.deploymentId === original.id) {
      return { passed: true, summary: `${original.version} is what runs now according to the record` };
    }
    if (lane?.newestAttempt?.deploymentId === original.id && canBeUndone(original.state)) {
      return { passed: true, summary: `${original.version} is the newest attempt` };
    }
    const running = lane?.running;
    return {
      passed: false,
      code: 'ROLLBACK_NOT_CURRENT',
      summary: running
        ? `${running.version} runs now, not what this deployment brought`
        : 'This deployment brought nothing that runs now',
      hint: wayBack(lane),
      facts: { running: running ?? null },
    };
  },
};

/** Names only what would not be refused in turn: a rollback is never undone, nor what nothing ran before. */
const wayBack = (lane: RollbackFacts['lane']): string => {
  const running = lane?.running;
  const canGoBack =
    running?.deploymentKind === 'ROLL_FORWARD' &&
    lane?.previousGood.some(({ version }) => version !== running.version) === true;
  return canGoBack
    ? `Roll back deployment ${running.deploymentId}, or deploy the version you want.`
    : 'Deploy the version you want.';
};

const canBeUndone = (state: RollbackFacts['original']['state']): boolean =>
  !isTerminal(state) || state === 'FAILED' || state === 'CANCELED';

export const targetKnown: Rule<RollbackFacts> = {
  id: 'rollback-target',
  phase: 'compatibility',
  codes: ['NO_PRIOR_SUCCESSFUL_VERSION'],
  twin: 'lane',
  evaluate: (facts) => {
    if (!isCurrent.evaluate(facts)?.passed) return undefined;
    const { target, original } = facts;
    return target
      ? {
          passed: true,
          summary: `${target.version} ran before, as deployment ${target.deploymentId}`,
          facts: { ...target },
        }
      : {
          passed: false,
          code: 'NO_PRIOR_SUCCESSFUL_VERSION',
          summary: `No other version of ${original.service} has ever succeeded in ${original.environment}`,
          hint: 'There is nothing to go back to: deploy a version that works.',
          facts: { service: original.service, environment: original.environment },
        };
  },
};

export const noRollbackUnderWay: Rule<RollbackFacts> = {
  id: 'no-rollback-under-way',
  phase: 'compatibility',
  codes: ['ROLLBACK_IN_PROGRESS'],
  twin: 'lane',
  evaluate: ({ original, lane }) => {
    const active = [lane?.inFlight, lane?.waiting].find((entry) => entry?.rollbackOf === original.id);
    return active
      ? {
          passed: false,
          code: 'ROLLBACK_IN_PROGRESS',
          summary: `This deployment is already being rolled back to ${active.version}`,
          hint: `Follow deployment ${active.deploymentId}.`,
          facts: { deploymentId: active.deploymentId },
        }
      : undefined;
  },
};

/** A take-over needs no free place: it gets the place of the deployment that it undoes. */
export const takesOver = ({ original, lane }: Pick<RollbackFacts, 'original' | 'lane'>): boolean =>
  !isTerminal(original.state) && lane?.inFlight?.deploymentId === original.id && lane.waiting === undefined;

/** Whether what is in flight is stopped for it; where that is not possible, the rollback waits for its end. */
export const stops = (facts: Pick<RollbackFacts, 'original' | 'lane' | 'abilities'>): boolean =>
  takesOver(facts) && canStop(facts.original, facts.abilities);
