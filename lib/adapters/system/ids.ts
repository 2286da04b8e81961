import { randomUUID } from 'node:crypto';
import { ulid } from 'ulid';
import type { Clock, Ids } from '../../ports/world.ts';

/** Deployment ids sort by the plane's own time. */
export const createIds = (clock: Clock): Ids => ({
  deployment: () => ulid(clock.now().getTime()),
  event: () => ulid(clock.now().getTime()),
  leaseToken: () => randomUUID(),
});
