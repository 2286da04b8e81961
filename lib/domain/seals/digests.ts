import type { AuditEvent } from '../../contract/audit.ts';
import type { SealEntry, SealHeader } from '../../contract/seal.ts';
import { canonical } from './canonical.ts';

/** SHA-256 of a text in UTF-8, in lower-case hex. */
export type Digest = (text: string) => string;

/** Each kind of digest begins with a line of its own, so that none can pass for one of another kind. */
const LEAF = 'dxcp audit leaf 1\n';
const NODE = 'dxcp audit node 1\n';
const CONTENTS = 'dxcp audit contents 1\n';
const HEAD = 'dxcp audit head 1\n';

export const leafOf = (digest: Digest, event: AuditEvent): string => digest(LEAF + canonical(event));

/** Of two nodes of fixed length, so where one ends needs no mark. */
export const nodeOf = (digest: Digest, left: string, right: string): string => digest(NODE + left + right);

/** Of what has no leaves. */
export const emptyRoot = (digest: Digest): string => digest(NODE);

export const contentsOf = (digest: Digest, entries: readonly SealEntry[]): string =>
  digest(CONTENTS + canonical(entries));

export const headOf = (digest: Digest, header: SealHeader): string => digest(HEAD + canonical(header));
