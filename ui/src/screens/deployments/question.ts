import type { Outcome, State } from '../../../../lib/contract/deployment.ts';
import { periodOf, type StateFilter, stateOf } from '../../app/search.ts';

const understood: Readonly<Record<string, (value: string) => boolean>> = {
  state: (value) => value === '' || stateOf({ state: value }) !== undefined,
  outcome: (value) => value === '' || stateOf({ outcome: value }) !== undefined,
  days: (value) => periodOf(value) !== undefined,
};
const anyText = ['service', 'env', 'environment', 'group', 'deliveryGroupId', 'by', 'createdBy'];

/** The parts of an address that filter nothing, as they stand there. */
export const notUnderstood = (address: URLSearchParams): string[] =>
  [...address].flatMap(([name, value]) =>
    anyText.includes(name) || understood[name]?.(value.replace(/^"(.*)"$/, '$1')) ? [] : [`${name}=${value}`],
  );

/** A filter of the page as the API asks it: whatever succeeded has the state, what became of it then is the outcome. */
export const asQuery = (filter: StateFilter | undefined): { state?: State; outcome?: Outcome; inFlight?: true } => {
  if (filter === undefined) return {};
  if (filter === 'IN_FLIGHT') return { inFlight: true };
  return filter === 'SUCCEEDED' ? { state: filter } : { outcome: filter };
};
