import { NO_HEAD, type SealEntry } from '../../contract/seal.ts';
import type { SealEvidence } from './evidence.ts';
import { before, found, type SealFinding, stretch } from './findings.ts';
import { isLate, sortKeyOf } from './seal.ts';

/** What is wrong with seals, each by itself and one after the other. */

/** Keys in PEM that are known to be the plane's; without any, whatever key a seal names is taken. */
export type KnownKeys = readonly string[] | undefined;

export const sealFindings = function* (seal: SealEvidence, keys: KnownKeys): Iterable<SealFinding> {
  const { header, head, signature, recomputed, isSigned } = seal;
  const { sequence } = header;
  if (recomputed.head !== head)
    yield found(sequence, `Seal ${sequence} was changed: its head is not that of its header`);
  if (!isSigned) yield found(sequence, `Seal ${sequence} is not signed by the key that it names`);
  if (keys && !keys.some((key) => key.trim() === signature.publicKey.trim())) {
    yield found(sequence, `Seal ${sequence} is signed by a key that is not the plane's`);
  }
  if (recomputed.root !== undefined && recomputed.root !== header.root) {
    yield found(sequence, `Seal ${sequence} was changed: its events do not lead to its root`);
  }
  if (seal.entries) yield* entryFindings(seal, seal.entries);
};

const entryFindings = function* ({ header, recomputed }: SealEvidence, entries: readonly SealEntry[]) {
  const { sequence, from, to, count, late } = header;
  if (recomputed.contents !== header.contents) {
    yield found(sequence, `Seal ${sequence} was changed: the list of its events is not the one that was sealed`);
  }
  const listed = entries.filter((entry) => entry.late).length;
  if (entries.length !== count || listed !== late) {
    const [is, was] = [`${entries.length} events, ${listed} of them late`, `${count} and ${late}`];
    yield found(sequence, `Seal ${sequence} lists ${is}, in place of ${was}`);
  }
  for (const [index, entry] of entries.entries()) {
    const last = entries[index - 1];
    if (last && sortKeyOf(last) >= sortKeyOf(entry)) {
      yield found(entry.eventId, `The event ${entry.eventId} is out of order in seal ${sequence}`);
    }
    if (!before(entry.timestamp, to) || isLate(entry, from) !== (entry.late ?? false)) {
      yield found(entry.eventId, `The event ${entry.eventId} is not of the period of seal ${sequence}`);
    }
  }
};

/** Of seals in order, each number once. */
export const chainFindings = function* (seals: readonly SealEvidence[]): Iterable<SealFinding> {
  for (const [index, seal] of seals.entries()) {
    const { sequence, previousHead } = seal.header;
    const last = seals[index - 1];
    if (sequence === 1 && previousHead !== NO_HEAD) {
      yield found(1, 'Seal 1 names a seal before it, though it is the first');
    }
    if (last && last.header.sequence === sequence - 1) yield* linkFindings(last, seal);
  }
};

/** Of seals in order that claim to be all of a time. */
export const gapFindings = function* (seals: readonly SealEvidence[]): Iterable<SealFinding> {
  for (const [index, { header }] of seals.entries()) {
    const next = (seals[index - 1]?.header.sequence ?? header.sequence - 1) + 1;
    if (next === header.sequence) continue;
    yield found(header.sequence, `Missing: seal ${stretch(next, header.sequence - 1)}`);
  }
};

const linkFindings = function* (last: SealEvidence, { header }: SealEvidence): Iterable<SealFinding> {
  const { sequence, previousHead, from, to } = header;
  if (previousHead !== last.head) {
    yield found(sequence, `Seal ${sequence} does not continue seal ${sequence - 1}: it names another head`);
  }
  const expected = last.header.more ? last.header.from : last.header.to;
  if (from !== expected || (last.header.more && to !== last.header.to) || before(to, from)) {
    yield found(sequence, `Seal ${sequence} does not begin where seal ${sequence - 1} ends`);
  }
};

/** The seals in order, and a finding for each number that two different ones claim. */
export const distinctSeals = (seals: readonly SealEvidence[]) => {
  const bySequence = new Map<number, SealEvidence>();
  const forks = new Map<number, SealFinding>();
  for (const seal of seals) {
    const { sequence } = seal.header;
    const other = bySequence.get(sequence);
    if (other && !isSame(other, seal)) {
      forks.set(sequence, found(sequence, `Forked: there are two different seals ${sequence}`));
    }
    // One that comes with the list of its events says more than one without.
    if (!other?.entries) bySequence.set(sequence, other && !seal.entries ? other : seal);
  }
  return {
    distinct: [...bySequence.values()].sort((a, b) => a.header.sequence - b.header.sequence),
    forks: [...forks.values()],
  };
};

/** What they say of themselves, and what they are: a copy that was changed still names the head that it had. */
const isSame = (a: SealEvidence, b: SealEvidence): boolean => {
  const [one, other] = [a.recomputed.contents, b.recomputed.contents];
  const ofOneList = one === undefined || other === undefined || one === other;
  return a.head === b.head && a.recomputed.head === b.recomputed.head && a.isSigned === b.isSigned && ofOneList;
};
