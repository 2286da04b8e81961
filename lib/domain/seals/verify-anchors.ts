import { plusSeconds } from '../time.ts';
import type { SealEvidence } from './evidence.ts';
import { before, found, type SealFinding } from './findings.ts';
import type { Whole } from './verify-events.ts';
import { distinctSeals, type KnownKeys, sealFindings } from './verify-seals.ts';

/** A seal is dated a moment before it is written, so an export of that moment may not have it. */
const MOMENT_SECONDS = 60;

/** Seals that are kept elsewhere, where nobody can replace them: the others are the same, and none is left out. */
export const anchorFindings = function* (
  anchors: readonly SealEvidence[],
  { seals, whole, keys }: { seals: readonly SealEvidence[]; whole: Whole | undefined; keys: KnownKeys },
): Iterable<SealFinding> {
  const { distinct, forks } = distinctSeals(anchors);
  yield* forks;
  const bySequence = new Map(seals.map((seal) => [seal.header.sequence, seal]));
  for (const anchor of distinct) {
    const { sequence } = anchor.header;
    yield* sealFindings(anchor, keys);
    const seal = bySequence.get(sequence);
    if (seal && seal.head !== anchor.head) {
      yield found(sequence, `Forked: seal ${sequence} is not the one whose head is kept elsewhere`);
    }
    // What is missing in between is told already, as a gap.
    if (!seal && whole && isOutside(sequence, seals) && isOf(anchor, whole)) {
      yield found(sequence, `Missing: seal ${sequence}, whose head is kept elsewhere`);
    }
  }
};

const isOutside = (sequence: number, seals: readonly SealEvidence[]): boolean => {
  const [first, last] = [seals[0], seals.at(-1)];
  return !first || !last || sequence < first.header.sequence || sequence > last.header.sequence;
};

/** It is of the time in question, and was there when that was looked at. */
const isOf = ({ header }: SealEvidence, { range, takenAt }: Whole): boolean =>
  (range.from === undefined || before(range.from, header.to)) &&
  (range.to === undefined || before(header.from, range.to)) &&
  before(header.sealedAt, plusSeconds(takenAt, -MOMENT_SECONDS).toISOString());
