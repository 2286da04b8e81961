import { sealTools } from '../../lib/adapters/system/seal-tools.ts';
import type { SealTools } from '../../lib/domain/seals/evidence.ts';
import type { ChainHead, Seal } from '../../lib/domain/seals/seal.ts';
import type { StoredThing } from '../../lib/ports/inventory.ts';
import { ForeignSeal } from '../../lib/ports/seals.ts';
import type { SealingWorld } from '../../lib/usecases/sealing/world.ts';
import type { Stage } from './stage.ts';
import { CLOCKS_DIFFER_SECONDS } from './weather.ts';
import type { Witness } from './witness.ts';

/** The key and the archive of the seals, both made to misbehave; and what each write to the chain may do. */

const { digest } = sealTools;
const PUBLIC_KEY = 'the key of this plane';
const signed = (head: string): string => digest(`signed ${head}`);

/** Digests as they are; a signature costs nothing, so that each run can seal often. */
export const simulatedTools: SealTools = {
  digest,
  verifies: (publicKey, head, signature) => publicKey === PUBLIC_KEY && signature === signed(head),
};

/** What the design says: so long after its end a period stays open. */
const OPEN_SECONDS = 300;
/** Whoever writes an event does so sooner, unless their clock is far behind. */
const LATE_SECONDS = 60;

type Around = { readonly stage: Stage; readonly witness: () => Witness };
export type Sealing = ReturnType<typeof openSealing>;

export const openSealing = ({ stage, witness }: Around) => {
  const archive = new Map<number, Seal>();
  /** Events of a time that may be sealed already, and that no sealer has come upon. */
  const late = new Set<string>();
  /** What a clock that is behind dates before this comes late to the very first seal. */
  const begin = stage.now();
  const wrong = (sentence: string): void => witness().report('seals', { about: [], sentence });

  const keep = (seal: Seal): void => {
    const { sequence } = seal.header;
    const there = archive.get(sequence);
    archive.set(sequence, there ?? seal);
    if (there === undefined || there.head === seal.head) return;
    wrong(`Another seal ${sequence} is to be put into the archive`);
    throw new ForeignSeal(sequence);
  };

  /** A call to a service that has no memory of it: it may fail, or its answer may be lost. */
  const asked = async <Answer>(method: string, who: string, answer: () => Answer): Promise<Answer> =>
    (await stage.outside(method, async (fault) => {
      if (fault === 'fails') throw new Error(`The ${who} does not answer`);
      const answered = answer();
      if (fault === 'lost') throw new Error(`The answer of the ${who} was lost`);
      return answered;
    })) as Answer;

  const parts: Pick<SealingWorld, 'digest' | 'signer' | 'archive'> = {
    digest,
    signer: {
      sign: (head) =>
        asked('key.sign', 'key service', () => ({
          keyId: 'key',
          algorithm: 'ECDSA_SHA_256',
          publicKey: PUBLIC_KEY,
          value: signed(head),
        })),
    },
    archive: { keep: (seal) => asked('archive.keep', 'archive', () => keep(seal)) },
  };

  const judgeKept = (before: number, after: number): void => {
    for (let sequence = before + 1; sequence <= after; sequence += 1) {
      if (!archive.has(sequence)) wrong(`Seal ${sequence} is noted as kept, and is not in the archive`);
    }
  };

  const judgeChain = (before: ChainHead | undefined, after: ChainHead): void => {
    const { sequence, head, keptTo } = before ?? { sequence: 0, head: undefined, keptTo: 0 };
    const isSame = after.sequence === sequence && after.head === head && after.keptTo >= keptTo;
    const isNext = after.sequence === sequence + 1 && after.keptTo === keptTo;
    if (!isSame && !isNext) wrong(`The chain goes from seal ${sequence} to ${after.sequence}`);
    judgeKept(keptTo, after.keptTo);
  };

  const judgeSeal = ({ header: { sequence, to } }: Seal): void => {
    const open = Date.parse(to) + (OPEN_SECONDS - CLOCKS_DIFFER_SECONDS) * 1000 - stage.now();
    if (open > 0) wrong(`Seal ${sequence} is of a period that is over since ${to} only`);
  };

  return {
    parts,
    /** Nobody may have looked for these yet, so that they are in no seal proves nothing. */
    isUndecided: (): boolean => late.size > 0,
    wrote: (before: StoredThing | undefined, after: StoredThing): void => {
      if (after.kind === 'chain') judgeChain(before?.kind === 'chain' ? before.value : undefined, after.value);
      if (after.kind === 'seal') judgeSeal(after.value);
      if (after.kind === 'sealed') late.delete(after.eventId);
      if (after.kind !== 'audit') return;
      const { eventId, timestamp } = after.value;
      if (Date.parse(timestamp) < Math.max(begin, stage.now() - LATE_SECONDS * 1000)) late.add(eventId);
    },
    /** After hours of calm everything that ever happened is sealed, and every seal is in the archive. */
    judgeEnd: (): void => {
      const { audit, sealing } = witness().stored();
      const open = audit.filter(({ eventId }) => !sealing.sealed.has(eventId));
      for (const { eventId, timestamp } of open) wrong(`The event ${eventId} of ${timestamp} is never sealed`);
      const { sequence = 0, keptTo = 0 } = sealing.chain ?? {};
      if (sequence === 0 || keptTo < sequence) wrong(`Of ${sequence} seals ${keptTo} are in the archive in the end`);
    },
  };
};
