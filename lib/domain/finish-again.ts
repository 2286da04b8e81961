import type { DeploymentRecord } from './records.ts';
import { secondsBetween } from './time.ts';

const AGAIN = { first: 5, last: 120, ofAge: 1 / 60 } as const;

/**
 * Seconds until an end is tried again that cannot be written while more of the deployment may run. Rarer with age: a
 * machine may have to wait for a day, and the platform ends one that has taken too many steps.
 */
export const finishAgainIn = ({ createdAt }: DeploymentRecord, now: Date): number =>
  Math.ceil(Math.min(AGAIN.last, Math.max(AGAIN.first, secondsBetween(createdAt, now) * AGAIN.ofAge)));
