import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { canonical } from '../../domain/seals/canonical.ts';
import { lineOf, type Seal } from '../../domain/seals/seal.ts';
import { ForeignSeal, type SealArchive } from '../../ports/seals.ts';

/** Under names that sort as the seals do. Each object is a line as exports have it, so one verification reads both. */
const keyOf = ({ header }: Seal): string => `seals/${String(header.sequence).padStart(12, '0')}.json`;

/** Seals in a bucket whose lock keeps every object as it was put; and puts happen once. */
export const createSealArchive = (client: S3Client, bucket: string): SealArchive => ({
  keep: async (seal) => {
    const place = { Bucket: bucket, Key: keyOf(seal) };
    const text = `${canonical(lineOf(seal, 'all'))}\n`;
    try {
      await client.send(
        new PutObjectCommand({ ...place, Body: text, ContentType: 'application/json', IfNoneMatch: '*' }),
      );
    } catch (fault) {
      if (!(fault instanceof Error) || fault.name !== 'PreconditionFailed') throw fault;
      const { Body } = await client.send(new GetObjectCommand(place));
      if ((await Body?.transformToString()) !== text) throw new ForeignSeal(seal.header.sequence);
    }
  },
});
