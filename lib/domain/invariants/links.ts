import { isTerminal } from '../states.ts';
import { broken, type Check, type Invariant } from './invariant.ts';
import type { KeptDeployment, Stored } from './stored.ts';

/** Outcomes agree with what displaced or undid them. */
export const links: Invariant = {
  id: 'links',
  title: 'Outcomes agree with the links to what came after, and every link has its other end',
  check: function* (stored) {
    for (const record of stored.deployments.values()) {
      yield outcomeFits(record);
      yield linkFits(record, 'rolledBackBy', stored);
      yield linkFits(record, 'supersededBy', stored);
      yield undoFits(record, stored);
    }
  },
};

const outcomeFits = ({ id, state, outcome, rolledBackBy, supersededBy }: KeptDeployment): Check => {
  const wanted = wantedOutcome({ state, rolledBackBy, supersededBy });
  return outcome === wanted || broken([id], `${id} is ${state} with the outcome ${outcome}; its links say ${wanted}`);
};

const wantedOutcome = ({
  state,
  rolledBackBy,
  supersededBy,
}: {
  state: KeptDeployment['state'];
  rolledBackBy: string | undefined;
  supersededBy: string | undefined;
}): KeptDeployment['outcome'] => {
  if (!isTerminal(state)) return null;
  if (state !== 'SUCCEEDED') return state;
  if (rolledBackBy !== undefined) return 'ROLLED_BACK';
  return supersededBy === undefined ? 'SUCCEEDED' : 'SUPERSEDED';
};

const linkFits = (record: KeptDeployment, link: 'rolledBackBy' | 'supersededBy', { deployments }: Stored): Check => {
  const to = record[link];
  if (to === undefined) return true;
  const other = deployments.get(to);
  const sameLane = other?.service === record.service && other.environment === record.environment;
  const undoes = link === 'supersededBy' || other?.rollbackOf === record.id;
  return (
    (sameLane && undoes && other?.state === 'SUCCEEDED') ||
    broken([record.id, to], `${record.id} names ${to} as ${link}, which is ${other?.state ?? 'not recorded'}`)
  );
};

/** A rollback undoes something of its own lane, and what it undid says so. */
const undoFits = ({ id, state, rollbackOf }: KeptDeployment, { deployments }: Stored): Check => {
  if (rollbackOf === undefined) return true;
  const original = deployments.get(rollbackOf);
  if (!original) return broken([id, rollbackOf], `${id} undoes ${rollbackOf}, which is not recorded`);
  return (
    state !== 'SUCCEEDED' ||
    original.rolledBackBy === id ||
    broken([id, rollbackOf], `${id} has undone ${rollbackOf}, which names ${original.rolledBackBy ?? 'nothing'}`)
  );
};
