import * as key from '../../lib/adapters/dynamodb/keys.ts';
import type { DeploymentRecord } from '../../lib/domain/records.ts';
import { isTerminal } from '../../lib/domain/states.ts';
import type { Witness } from './witness.ts';

/** Where a rollback leads, worked out anew from the whole history, at the instant of its admission. */
export const judgeRollback = (
  witness: Witness,
  rollback: DeploymentRecord,
  { successes, canStop }: { readonly successes: readonly DeploymentRecord[]; readonly canStop: boolean },
): void => {
  const { id, rollbackOf, waitsFor } = rollback;
  if (rollbackOf === undefined) return;
  const wrong = (sentence: string): void => witness.report('rollback', { about: [id], sentence });
  const original = witness.recordOf(rollbackOf);
  if (!original) {
    wrong(`${id} undoes ${rollbackOf}, which is not recorded`);
    return;
  }
  if (original.deploymentKind === 'ROLLBACK') wrong(`${id} undoes ${rollbackOf}, which is a rollback itself`);
  const target = targetOf(witness, original, successes);
  if (target !== rollback.version) wrong(`${id} goes back to ${rollback.version}; what ran before is ${target}`);
  if (waitsFor !== undefined && canStop && original.cancelRequested !== true) {
    wrong(`${id} takes the place of ${waitsFor}, which is not asked to stop`);
  }
  if ((waitsFor !== undefined) === isTerminal(original.state)) {
    wrong(`${id} ${waitsFor === undefined ? 'does not wait' : 'waits'} for ${rollbackOf}, which is ${original.state}`);
  }
};

/** Of what runs, the newest earlier success of another version; of anything else, what runs. */
const targetOf = (
  witness: Witness,
  original: DeploymentRecord,
  successes: readonly DeploymentRecord[],
): string | undefined => {
  const { service, environment } = original;
  const running = witness.thingAt('lane', key.laneKey({ service, environment }))?.value.running;
  if (running?.deploymentId !== original.id) return running?.version;
  const here = successes.filter((success) => success.service === service && success.environment === environment);
  return here.findLast(({ version }) => version !== original.version)?.version;
};
