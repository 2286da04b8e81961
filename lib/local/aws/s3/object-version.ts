import * as z from 'zod';

/** One version of one object, as kept beside its bytes. A delete marker is a version without bytes. */
export const objectVersionSchema = z.object({
  key: z.string(),
  versionId: z.string(),
  /** Grows with every write of the store: orders the versions of a key. */
  sequence: z.number().int(),
  deleteMarker: z.boolean(),
  size: z.number().int(),
  /** Quoted, as it travels. */
  etag: z.string(),
  /** ISO 8601 */
  lastModified: z.string(),
  /** Headers given at upload and returned as they were: content type, caching, `x-amz-meta-*`. */
  headers: z.record(z.string(), z.string()),
  /** At most one `x-amz-checksum-<algorithm>` with its base64 value. */
  checksum: z.record(z.string(), z.string()),
});

export type ObjectVersion = z.infer<typeof objectVersionSchema>;
