import type { AuditEvent } from '../../contract/audit.ts';
import {
  NO_HEAD,
  type SealEntry,
  type SealedHead,
  type SealHeader,
  type SealLine,
  type SealSignature,
} from '../../contract/seal.ts';
import { contentsOf, type Digest, headOf, leafOf } from './digests.ts';
import { pathOf, rootOf } from './tree.ts';

/** A transaction takes 100 items; the seal and the head are two of them, each event is one. */
export const EVENTS_PER_SEAL_MAX = 90;

/** A seal as stored, with the leaves of its events, from which the path of each follows. */
export type Seal = {
  readonly header: SealHeader;
  readonly head: string;
  readonly entries: readonly (SealEntry & { readonly leaf: string })[];
  readonly signature: SealSignature;
};

/** Where the chain stands: its newest seal, and up to which seal the heads are under lock elsewhere. */
export type ChainHead = {
  readonly sequence: number;
  readonly head: string;
  readonly from: string;
  readonly to: string;
  readonly more: boolean;
  readonly keptTo: number;
  /** When what came late was last looked for far back, and all of it sealed. */
  readonly lookedBackAt?: string;
};

/** What is to be sealed: a period, or a part of it, with what came too late for its own. */
export type Batch = {
  readonly from: string;
  readonly to: string;
  readonly more: boolean;
  readonly events: readonly AuditEvent[];
};

/** By instant, then id: the order in which events are kept and sealed. */
export const sortKeyOf = ({ timestamp, eventId }: Pick<AuditEvent, 'timestamp' | 'eventId'>): string =>
  `${timestamp}#${eventId}`;

export const isLate = ({ timestamp }: Pick<AuditEvent, 'timestamp'>, from: string): boolean =>
  Date.parse(timestamp) < Date.parse(from);

/** The next seal of the chain, but for its signature. */
export const nextSeal = (
  digest: Digest,
  before: ChainHead | undefined,
  { from, to, more, events, sealedAt }: Batch & { readonly sealedAt: string },
): Omit<Seal, 'signature'> => {
  const sorted = [...events].sort((a, b) => (sortKeyOf(a) < sortKeyOf(b) ? -1 : 1));
  const entries = sorted.map((event) => ({ ...entryOf(event, from), leaf: leafOf(digest, event) }));
  const header: SealHeader = {
    version: 1,
    sequence: (before?.sequence ?? 0) + 1,
    from,
    to,
    more,
    count: entries.length,
    late: entries.filter(({ late }) => late).length,
    root: rootOf(
      digest,
      entries.map(({ leaf }) => leaf),
    ),
    contents: contentsOf(digest, entries.map(withoutLeaf)),
    previousHead: before?.head ?? NO_HEAD,
    sealedAt,
  };
  return { header, head: headOf(digest, header), entries };
};

const entryOf = (event: AuditEvent, from: string): SealEntry => ({
  eventId: event.eventId,
  timestamp: event.timestamp,
  ...(isLate(event, from) ? { late: true as const } : {}),
});

const withoutLeaf = ({ leaf: _, ...entry }: Seal['entries'][number]): SealEntry => entry;

/** The chain with one more seal. */
export const headAfter = ({ header, head }: Omit<Seal, 'signature'>, before: ChainHead | undefined): ChainHead => ({
  sequence: header.sequence,
  head,
  from: header.from,
  to: header.to,
  more: header.more,
  keptTo: before?.keptTo ?? 0,
  ...(before?.lookedBackAt === undefined ? {} : { lookedBackAt: before.lookedBackAt }),
});

/** A seal as it is shown; with the list of its events, or as little as their proofs need. */
export const lineOf = (seal: Seal, show: 'all' | 'header'): SealLine => ({
  type: 'seal',
  header: seal.header,
  head: seal.head,
  signature: seal.signature,
  ...(show === 'all' ? { entries: seal.entries.map(withoutLeaf) } : {}),
});

/** What vouches for the seal and all before it. */
export const sealedHeadOf = ({ header, head, signature }: Seal): SealedHead => ({ header, head, signature });

/** Where an event lies in the seal; `undefined` when it is not in it. */
export const inclusionOf = (digest: Digest, { header, entries }: Seal, eventId: string) => {
  const index = entries.findIndex((entry) => entry.eventId === eventId);
  if (index < 0) return undefined;
  const leaves = entries.map(({ leaf }) => leaf);
  return { sequence: header.sequence, index, path: pathOf(digest, leaves, index) };
};
