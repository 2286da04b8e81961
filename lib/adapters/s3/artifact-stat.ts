import { HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Artifacts } from '../../ports/world.ts';

export type Place = { readonly Bucket: string; readonly Key: string };

export const placeOf = (ref: string): Place => {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.*)$/s.exec(ref) ?? [];
  if (bucket === undefined || key === undefined) throw new Error(`Not an s3 reference: ${ref}`);
  return { Bucket: bucket, Key: key };
};

/** Looks artifacts up, nothing more: what admission needs, in a bundle that stays small. */
export const createArtifactStat = (client: S3Client): Pick<Artifacts, 'stat'> => ({
  stat: async (ref) => {
    try {
      const head = await client.send(new HeadObjectCommand(placeOf(ref)));
      return {
        ref,
        sizeBytes: head.ContentLength ?? 0,
        lastModified: (head.LastModified ?? new Date(0)).toISOString(),
        ...(head.VersionId === undefined ? {} : { versionId: head.VersionId }),
      };
    } catch (fault) {
      if (isMissing(fault)) return undefined;
      throw fault;
    }
  },
});

/** HEAD has no body, so S3 can only say 404. */
const isMissing = (fault: unknown): boolean =>
  fault instanceof Error && (fault.name === 'NotFound' || fault.name === 'NoSuchKey' || fault.name === 'NoSuchBucket');
