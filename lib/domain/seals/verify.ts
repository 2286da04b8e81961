import type { EventEvidence, SealEvidence } from './evidence.ts';
import { before, found, type SealFinding } from './findings.ts';
import { anchorFindings } from './verify-anchors.ts';
import { doubleFindings, eventFindings, type Whole, wholeFindings } from './verify-events.ts';
import { chainFindings, distinctSeals, gapFindings, type KnownKeys, sealFindings } from './verify-seals.ts';

/** All that a verification looks at, and what is claimed of it. */
export type Evidence = {
  readonly seals: readonly SealEvidence[];
  readonly events: readonly EventEvidence[];
  /** That it is all of a time, in order; absent where it is a part that somebody chose. */
  readonly whole?: Whole | undefined;
  /** Whatever happened before is in a seal. */
  readonly sealedBefore: string | undefined;
  readonly keys?: KnownKeys;
  /** Seals that are kept elsewhere, where nobody can replace them. */
  readonly anchors?: readonly SealEvidence[];
};

/** Everything that is not as it was when it was sealed: changed, dropped, inserted, reordered or forked. */
export const verifyRecord = ({
  events,
  whole,
  sealedBefore,
  keys,
  anchors = [],
  ...evidence
}: Evidence): readonly SealFinding[] => {
  const { distinct: seals, forks } = distinctSeals(evidence.seals);
  const bySequence = new Map(seals.map((seal) => [seal.header.sequence, seal]));
  // What came late may be in a seal of a later time, which comes along for its proof; the first says when all began.
  const ofRange = seals.filter(
    ({ header }) => header.sequence === 1 || whole?.range.to === undefined || before(header.from, whole.range.to),
  );
  return [
    ...forks,
    ...seals.flatMap((seal) => [...sealFindings(seal, keys)]),
    ...chainFindings(seals),
    ...(whole ? gapFindings(ofRange) : []),
    ...events.flatMap((event) => [...eventFindings(event, bySequence, sealedBefore)]),
    ...doubleFindings(events, seals),
    ...(whole ? wholeFindings(events, seals, whole) : []),
    ...(whole ? endFindings(ofRange, whole) : []),
    ...anchorFindings(anchors, { seals, whole, keys }),
  ];
};

/** Nothing was cut off at either end. */
const endFindings = function* (seals: readonly SealEvidence[], { range, newest }: Whole): Iterable<SealFinding> {
  const [first, last] = [seals[0], seals.at(-1)];
  if (newest === undefined) return;
  const isBeyond = range.from !== undefined && !before(range.from, newest.to);
  if (first === undefined || last === undefined) {
    if (!isBeyond) yield found(newest.sequence, `Missing: all seals, though there were ${newest.sequence}`);
    return;
  }
  const { sequence } = last.header;
  if (first.header.sequence > 1 && (range.from === undefined || before(range.from, first.header.from))) {
    yield found(first.header.sequence, `Missing: what was sealed before seal ${first.header.sequence}`);
  }
  if (sequence === newest.sequence && last.head !== newest.head) {
    yield found(sequence, `Forked: seal ${sequence} is not the one that was the newest`);
  }
  const { from, to, more } = last.header;
  const covers = range.to !== undefined && !before(more ? from : to, range.to);
  if (sequence < newest.sequence && !covers) yield found(sequence, `Missing: what was sealed after seal ${sequence}`);
};
