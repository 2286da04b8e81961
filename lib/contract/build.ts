import * as z from 'zod';
import { instant, sha256, slug, version } from './values.ts';

export const ARTIFACT_BYTES_MAX = 200 * 1024 * 1024;

const provenance = {
  gitSha: z.string().regex(/^[0-9a-f]{7,64}$/, 'must be a git commit in lower-case hex'),
  gitBranch: z.string().min(1).max(255),
  ciProvider: z.string().min(1).max(64),
  ciRunId: z.string().min(1).max(128),
  builtAt: instant,
  commitUrl: z.url({ protocol: /^https?$/ }).optional(),
  runUrl: z.url({ protocol: /^https?$/ }).optional(),
  repository: z.string().max(255).optional(),
};

const artifact = {
  sha256,
  sizeBytes: z.int().min(1).max(ARTIFACT_BYTES_MAX),
  contentType: z.enum(['application/zip', 'application/gzip']),
};

/** An existing object is registered; its place is `artifactRef`, or bucket and key. */
export const buildRegistration = z
  .strictObject({
    service: slug,
    version,
    artifactRef: z.string().max(1200).optional(),
    s3Bucket: z.string().max(63).optional(),
    s3Key: z.string().max(1024).optional(),
    ...artifact,
    ...provenance,
  })
  .meta({ id: 'BuildRegistration' });
export type BuildRegistration = z.infer<typeof buildRegistration>;

export const build = z
  .object({
    service: slug,
    version,
    status: z.enum(['VERIFIED', 'PENDING_VERIFICATION', 'REJECTED', 'ARTIFACT_GONE']),
    artifactRef: z.string(),
    versionId: z.string().optional().describe('Object version in the artifact store'),
    ...artifact,
    ...provenance,
    registeredAt: instant,
    registeredBy: z.string(),
  })
  .meta({ id: 'Build' });
export type Build = z.infer<typeof build>;

/** A version as people choose it. */
export const serviceVersion = z
  .object({
    version,
    status: build.shape.status,
    builtAt: instant,
    registeredAt: instant,
    gitSha: provenance.gitSha,
    gitBranch: provenance.gitBranch,
    sha256,
    commitUrl: provenance.commitUrl,
    runUrl: provenance.runUrl,
  })
  .meta({ id: 'ServiceVersion' });
export type ServiceVersion = z.infer<typeof serviceVersion>;
