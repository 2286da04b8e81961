import type { Context } from 'aws-lambda';
import { sealAudit } from '../../lib/usecases/sealing/seal-audit.ts';
import type { SealingWorld } from '../../lib/usecases/sealing/world.ts';
import { sealing } from './live.ts';

/** For the last seal to be signed, written and put away. */
const RESERVE_MS = 30_000;

let world: SealingWorld | undefined;

/** Seals the audit record, once a minute. */
export const handler = async (_event: unknown, context: Context) => {
  world ??= sealing();
  return sealAudit(world, () => context.getRemainingTimeInMillis() < RESERVE_MS);
};
