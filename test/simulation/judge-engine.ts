import * as key from '../../lib/adapters/dynamodb/keys.ts';
import type { DeploymentRecord } from '../../lib/domain/records.ts';
import { isTerminal } from '../../lib/domain/states.ts';
import { type Execution, isOver } from './engine.ts';
import type { Witness } from './witness.ts';

/** What the engine really does, held beside what the records say of it. */

const broken = (witness: Witness, invariant: string, id: string, sentence: string): void =>
  witness.report(invariant, { about: [id], sentence });

/** Hidden behind a second execution of its deployment: no search could tell of it before the deployment had ended. */
const isHidden = ({ order, startedAt, shownFrom }: Execution, all: readonly Execution[]): boolean =>
  shownFrom !== startedAt &&
  all.some(({ order: { deploymentId }, unasked }) => unasked && deploymentId === order.deploymentId);

/** Nothing reaches the engine but what holds its place, was written down before, and runs nowhere yet. */
export const judgeAccepted = (
  witness: Witness,
  execution: Execution,
  { earlier, all }: { readonly earlier: readonly Execution[]; readonly all: readonly Execution[] },
): void => {
  const { deploymentId: id, parameters } = execution.order;
  if (execution.unasked && earlier.length > 0) return;
  const record = witness.recordOf(id);
  if (!record) {
    broken(witness, 'executions', id, `The engine got ${id}, which is not recorded`);
    return;
  }
  const slots = witness.thingAt('slots', key.slotsKey(record));
  // Who was released while the order was on its way cannot be told from here; what it began is stopped.
  const entitled = !record.abandoned;
  if (entitled && !slots?.holders.includes(id))
    broken(witness, 'executions', id, `The engine got ${id}, which holds no place`);
  if (entitled && isTerminal(record.state))
    broken(witness, 'executions', id, `The engine got ${id}, which is ${record.state}`);
  if (record.handOver.firstRequestAt === undefined) {
    broken(witness, 'executions', id, `The engine got ${id} before that was written down`);
  }
  const asked = earlier.filter(({ unasked }) => !unasked);
  if (asked.length > 0) broken(witness, 'executions', id, `The engine got ${id} twice`);
  const beside = all.filter(
    (other) =>
      entitled &&
      other.order.deploymentId !== id &&
      !other.unasked &&
      !isOver(other) &&
      !isHidden(other, all) &&
      !witness.recordOf(other.order.deploymentId)?.abandoned &&
      other.order.parameters.service === parameters.service &&
      other.order.parameters.environment === parameters.environment,
  );
  for (const other of beside) {
    broken(
      witness,
      'executions',
      id,
      `The engine runs ${id} beside ${other.order.deploymentId} of the same service and environment`,
    );
  }
};

/** An end is what the engine says, and a refund means that nothing was ever started. */
export const judgeEnd = (witness: Witness, record: DeploymentRecord, executions: readonly Execution[]): void => {
  const { id, state, executionId, quota, abandoned } = record;
  if (!isTerminal(state)) return;
  const asked = executions.filter(({ unasked }) => !unasked);
  if (quota.refunded && asked.length > 0) {
    broken(
      witness,
      'executions',
      id,
      `${id} was refunded; the engine got it as ${asked.map((each) => each.id).join(' and ')}`,
    );
  }
  if (abandoned) return;
  const own = executions.find((execution) => execution.id === executionId);
  if (executionId !== undefined && own?.status !== state) {
    broken(witness, 'executions', id, `${id} is ${state}; its execution ${executionId} is ${own?.status ?? 'nowhere'}`);
  }
  if (executionId === undefined && state !== 'FAILED' && state !== 'CANCELED') {
    broken(witness, 'executions', id, `${id} is ${state} without an execution`);
  }
  // What the engine showed from the beginning could be found, whatever it answered; what it hid behind another could not.
  const isDoubled = executions.length > asked.length;
  const inSight = executions.filter(({ startedAt, shownFrom }) => !isDoubled || shownFrom === startedAt);
  for (const { id: execution } of inSight.filter((each) => !isOver(each))) {
    broken(witness, 'executions', id, `${id} has ended: ${state}; its execution ${execution} still runs`);
  }
};
