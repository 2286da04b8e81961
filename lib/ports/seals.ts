import type { SealSignature } from '../contract/seal.ts';
import type { Seal } from '../domain/seals/seal.ts';

/** Signs with a key that never leaves where it is kept. */
export interface Signer {
  /** Over the head as text. Two signatures over one head differ, and both are good. */
  sign(head: string): Promise<SealSignature>;
}

/** Where seals lie beside the table, under a lock that nobody can open. */
export interface SealArchive {
  /** Puts the seal there, once: the same one again is no error. Throws `ForeignSeal` where another one lies. */
  keep(seal: Seal): Promise<void>;
}

/** Under the number of a seal lies another one: somebody has written to the archive, or to the chain. */
export class ForeignSeal extends Error {
  override readonly name = 'ForeignSeal';
  constructor(sequence: number) {
    super(`The archive holds another seal ${sequence} than the chain`);
  }
}
