import { createHash } from 'node:crypto';
import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import type { ArtifactObject, Artifacts } from '../../ports/world.ts';
import { createArtifactStat, type Place, placeOf } from './artifact-stat.ts';

/** Artifacts in S3. References outside the buckets that the role may read fail like any other fault. */
export const createS3Artifacts = (client: S3Client): Artifacts => ({
  ...createArtifactStat(client),
  digest: ({ ref, versionId }, maxBytes) =>
    digest(client, { ...placeOf(ref), ...(versionId === undefined ? {} : { VersionId: versionId }) }, maxBytes),
  list: (prefix, limit) => list(client, placeOf(prefix), limit),
});

const digest = async (
  client: S3Client,
  place: Place & { readonly VersionId?: string },
  maxBytes: number,
): Promise<string | undefined> => {
  const { Body } = await client.send(new GetObjectCommand(place));
  if (!Body) return undefined;
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of Body as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) return undefined;
    hash.update(chunk);
  }
  return hash.digest('hex');
};

const list = async (client: S3Client, { Bucket, Key }: Place, limit: number): Promise<ArtifactObject[]> => {
  const found: ArtifactObject[] = [];
  let token: string | undefined;
  do {
    const page = await client.send(
      new ListObjectsV2Command({ Bucket, Prefix: Key, ...(token === undefined ? {} : { ContinuationToken: token }) }),
    );
    for (const object of page.Contents ?? []) {
      found.push({
        ref: `s3://${Bucket}/${object.Key ?? ''}`,
        sizeBytes: object.Size ?? 0,
        lastModified: (object.LastModified ?? new Date(0)).toISOString(),
      });
    }
    token = page.NextContinuationToken;
  } while (token !== undefined && found.length < limit);
  return found.slice(0, limit);
};
