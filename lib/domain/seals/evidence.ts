import type { AuditEvent } from '../../contract/audit.ts';
import type { Inclusion, SealEntry, SealHeader, SealLine, SealSignature } from '../../contract/seal.ts';
import { contentsOf, type Digest, headOf, leafOf } from './digests.ts';
import type { Seal } from './seal.ts';
import { rootFrom, rootOf } from './tree.ts';

/** The two things that are computed outside: digests, and whether a signature over a text is a key's. */
export type SealTools = {
  readonly digest: Digest;
  /** The key in PEM, the signature in Base64. Never throws. */
  readonly verifies: (publicKey: string, text: string, signature: string) => boolean;
};

/** A seal, and what was computed of it anew. */
export type SealEvidence = {
  readonly header: SealHeader;
  readonly head: string;
  readonly signature: SealSignature;
  readonly entries: readonly SealEntry[] | undefined;
  readonly recomputed: {
    readonly head: string;
    readonly contents: string | undefined;
    /** Where the leaves are known. */
    readonly root: string | undefined;
  };
  readonly isSigned: boolean;
};

/** Of a stored seal the list is always there. */
export type StoredEvidence = SealEvidence & { readonly entries: readonly SealEntry[] };

/** An event, and the root that the way from it leads to. */
export type EventEvidence = {
  readonly eventId: string;
  readonly timestamp: string;
  readonly seal?: {
    readonly sequence: number;
    readonly index: number;
    /** `undefined` where it leads nowhere. */
    readonly root: string | undefined;
  };
};

const examined = (
  { digest, verifies }: SealTools,
  { header, head, signature }: Omit<SealLine, 'type' | 'entries'>,
) => ({
  header,
  head,
  signature,
  isSigned: verifies(signature.publicKey, head, signature.value),
  recomputed: { head: headOf(digest, header) },
});

/** Of a seal as it was shown. */
export const examineLine = (tools: SealTools, line: Omit<SealLine, 'type'>): SealEvidence => {
  const { recomputed, ...rest } = examined(tools, line);
  const contents = line.entries && contentsOf(tools.digest, line.entries);
  return { ...rest, entries: line.entries, recomputed: { ...recomputed, contents, root: undefined } };
};

/** Of a seal as it is stored. */
export const examineSeal = (tools: SealTools, seal: Seal): StoredEvidence => {
  const { recomputed, ...rest } = examined(tools, seal);
  const entries = seal.entries.map(({ leaf: _, ...entry }) => entry);
  const root = rootOf(
    tools.digest,
    seal.entries.map(({ leaf }) => leaf),
  );
  return { ...rest, entries, recomputed: { ...recomputed, contents: contentsOf(tools.digest, entries), root } };
};

/** Of an event with its proof; `countOf` says how many events a seal has, where the seal is there. */
export const examineEvent = (
  { digest }: Pick<SealTools, 'digest'>,
  { event, seal }: { readonly event: AuditEvent; readonly seal?: Inclusion | undefined },
  countOf: (sequence: number) => number | undefined,
): EventEvidence => {
  const { eventId, timestamp } = event;
  if (seal === undefined) return { eventId, timestamp };
  const { sequence, index, path } = seal;
  const count = countOf(sequence);
  const root = count === undefined ? undefined : rootFrom(digest, leafOf(digest, event), { index, count, path });
  return { eventId, timestamp, seal: { sequence, index, root } };
};
