import type { Digest } from '../../domain/seals/digests.ts';
import type { SealArchive, Signer } from '../../ports/seals.ts';
import type { World } from '../world.ts';

/** What sealing needs of the world. */
export type SealingWorld = Pick<World, 'store' | 'clock' | 'tell'> & {
  readonly digest: Digest;
  readonly signer: Signer;
  readonly archive: SealArchive;
};
