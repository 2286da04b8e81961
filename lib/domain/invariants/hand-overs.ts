import { isTerminal } from '../states.ts';
import { broken, type Check, type Invariant } from './invariant.ts';
import type { KeptDeployment } from './stored.ts';

/** What the records say of executions. Which ones really live only the engine knows. */
export const handOvers: Invariant = {
  id: 'hand-overs',
  title: 'A deployment follows at most one execution, no two the same, and none that was never asked for',
  check: function* ({ deployments }) {
    const owners = new Map<string, string>();
    for (const record of deployments.values()) {
      yield fitsState(record);
      yield wasAskedFor(record);
      if (record.executionId === undefined) continue;
      yield isOnlyOwner(record, owners.get(record.executionId));
      owners.set(record.executionId, record.id);
    }
  },
};

/** In flight, exactly what the engine accepted has an execution; what succeeded had one. */
const fitsState = ({ id, state, executionId }: KeptDeployment): Check => {
  const known = executionId !== undefined;
  if (state === 'PENDING') return !known || broken([id], `${id} is PENDING, and follows execution ${executionId}`);
  const needed = !isTerminal(state) || state === 'SUCCEEDED' || state === 'ROLLED_BACK';
  return known || !needed || broken([id], `${id} is ${state} without an execution`);
};

/** The lease and the time of the first request are written before any request leaves. */
const wasAskedFor = ({ id, executionId, handOver }: KeptDeployment): Check => {
  const { leases, firstRequestAt } = handOver;
  const asked = leases > 0 && firstRequestAt !== undefined;
  if (executionId !== undefined && !asked)
    return broken([id], `${id} follows ${executionId}, which it never asked for`);
  return leases > 0 || firstRequestAt === undefined || broken([id], `${id} asked the engine without a lease`);
};

const isOnlyOwner = ({ id, executionId }: KeptDeployment, other: string | undefined): Check =>
  other === undefined || broken([id, other], `${id} and ${other} follow the same execution ${executionId}`);
