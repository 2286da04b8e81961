import * as z from 'zod';

/** The values that occur in many shapes, each with its one rule. */

export const SLUG_PATTERN = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;
export const VERSION_PATTERN = /^[0-9]+\.[0-9]+\.[0-9]+(-[A-Za-z0-9.-]+)?$/;
export const IDEMPOTENCY_KEY_PATTERN = /^[A-Za-z0-9._:-]{1,128}$/;
export const DEPLOYMENT_ID_PATTERN = /^[0-9A-HJKMNP-TV-Z]{26}$/;
export const CHANGE_SUMMARY_MAX = 240;

/** ISO 8601 in UTC, always with `Z`. */
export const instant = z.iso.datetime();
export const slug = z.string().regex(SLUG_PATTERN, 'must be lower-case letters, digits and dashes, at most 64');
/** A semantic version as builds are registered under it; whether it is well-formed is a rule, not a schema. */
export const version = z.string().min(1).max(128);
export const deploymentId = z.string().regex(DEPLOYMENT_ID_PATTERN, 'must be a deployment id (26 characters)');
export const changeSummary = z.string().trim().min(1).max(CHANGE_SUMMARY_MAX);
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 digest in lower-case hex');

/** Why something was changed, for whoever reads the record. */
export const changeReason = z.string().trim().min(1).max(500).describe('Why, for whoever reads the record');
/** Which revision a change is based on: nobody overwrites what they have not seen. */
export const seenRevision = z.int().min(1).describe('The revision that this is based on, unless `If-Match` says it');

/** A list that names nothing twice. */
export const distinct = <Entry extends z.ZodType<string>>(entry: Entry, most: number) =>
  z
    .array(entry)
    .max(most)
    .refine((entries) => new Set(entries).size === entries.length, 'must not name one twice')
    .meta({ uniqueItems: true });

/** What every configuration object carries beside its own fields. */
export const configurationFields = {
  revision: z.int().min(1),
  createdAt: instant,
  createdBy: z.string(),
  updatedAt: instant,
  updatedBy: z.string(),
  lastChangeReason: z.string().optional(),
};
