import type { EngineAbilities } from '../contract/engine-abilities.ts';
import type { DeploymentRecord } from './records.ts';

/** Whether it can still be stopped: the engine has not heard of it, or lets DXCP stop what is under way. */
export const canStop = ({ handOver }: Pick<DeploymentRecord, 'handOver'>, abilities: EngineAbilities): boolean =>
  handOver.leases === 0 || abilities.cancel;

const limitations: Readonly<Record<keyof EngineAbilities, string>> = {
  cancel: 'This engine cannot stop work once it has begun: canceling is possible only before that.',
  observation: 'This engine cannot be asked how work stands: what is known is what it reports by itself.',
  search: 'If the answer of this engine to an order is lost, the order is not given again: only its word settles it.',
  events: 'This engine sends no word by itself: its news arrive with the next look.',
};

/** What people should know beforehand: a sentence for each thing that the engine cannot do. */
export const limitationsOf = (abilities: EngineAbilities): string[] => [
  ...(abilities.cancel ? [] : [limitations.cancel]),
  ...(abilities.observation ? [] : [limitations.observation]),
  ...(abilities.search ? [] : [limitations.search]),
  ...(abilities.events ? [] : [limitations.events]),
];
