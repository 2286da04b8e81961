import * as z from 'zod';
import { auditEvent } from './audit.ts';
import { instant, sha256 } from './values.ts';

/** What of the audit record is sealed: the shapes that callers see, and that a verification reads. */

/** The head of a chain that has not begun. */
export const NO_HEAD = '0'.repeat(64);

/** All that the head of a seal is the digest of. */
export const sealHeader = z
  .strictObject({
    version: z.literal(1),
    sequence: z.int().min(1).describe('Grows by one with each seal'),
    from: instant.describe('The seal covers what happened from this instant on, where the one before ends'),
    to: instant.describe('… and before this one'),
    more: z.boolean().describe('The period has more events; the next seal covers the same one'),
    count: z.int().min(0).describe('How many events it holds; none where nothing happened'),
    late: z.int().min(0).describe('How many of them happened in a period that was sealed already'),
    root: sha256.describe('Root of the Merkle tree over its events, in their order'),
    contents: sha256.describe('Digest of the list of its events'),
    previousHead: sha256.describe('Head of the seal before it; zeros in the first'),
    sealedAt: instant,
  })
  .meta({ id: 'SealHeader' });
export type SealHeader = z.infer<typeof sealHeader>;

/** One event of a seal, by id. */
export const sealEntry = z.strictObject({
  eventId: z.string(),
  timestamp: instant,
  late: z.literal(true).optional(),
});
export type SealEntry = z.infer<typeof sealEntry>;

export const sealSignature = z
  .strictObject({
    keyId: z.string(),
    algorithm: z.literal('ECDSA_SHA_256'),
    publicKey: z.string().describe('In PEM; to be compared with what is known of the key from elsewhere'),
    value: z.string().describe('Over the head as text, in DER and Base64'),
  })
  .meta({ id: 'SealSignature' });
export type SealSignature = z.infer<typeof sealSignature>;

/** A seal as it is shown. Whoever wants to know what is missing needs the list of its events. */
const sealedFields = { header: sealHeader, head: sha256.describe('Digest of the header'), signature: sealSignature };
export const sealLine = z
  .strictObject({ type: z.literal('seal'), ...sealedFields, entries: z.array(sealEntry).optional() })
  .meta({ id: 'AuditSealLine' });
export type SealLine = z.infer<typeof sealLine>;

/** A seal without what tells it from other lines. */
export const sealedHead = z.strictObject(sealedFields).meta({ id: 'SealedHead' });
export type SealedHead = z.infer<typeof sealedHead>;

/** Where an event lies in a seal, and the way from there to the root. */
export const inclusion = z.strictObject({
  sequence: z.int().min(1),
  index: z.int().min(0),
  path: z.array(sha256).describe('The neighbours on the way up, from the leaf'),
});
export type Inclusion = z.infer<typeof inclusion>;

export const eventLine = z
  .strictObject({
    type: z.literal('event'),
    event: auditEvent.loose(),
    seal: inclusion.optional().describe('Absent as long as the event is not sealed'),
  })
  .meta({ id: 'AuditEventLine' });
export type EventLine = z.infer<typeof eventLine>;

/** The first line: what the export is of. */
export const exportLine = z
  .strictObject({
    type: z.literal('export'),
    at: instant,
    from: instant.optional(),
    to: instant.optional(),
    filters: z.record(z.string(), z.string()).describe('Nothing can be said of what is missing where there is one'),
    head: sealedHead.optional().describe('The newest seal then'),
  })
  .meta({ id: 'AuditExportLine' });
export type ExportLine = z.infer<typeof exportLine>;

export const auditLine = z.discriminatedUnion('type', [exportLine, eventLine, sealLine]);
export type AuditLine = z.infer<typeof auditLine>;
