import { KMSClient } from '@aws-sdk/client-kms';
import { createKmsSigner } from '../../lib/adapters/kms/signer.ts';
import { clock, digest, sealArchive, sealKey, store, tell } from '../live.ts';

/** The sealer's own composition root: nobody else holds what signs. */
export const sealing = () => {
  const client = new KMSClient({ maxAttempts: 3, requestHandler: { connectionTimeout: 1000, requestTimeout: 3000 } });
  return {
    store: store(),
    clock: clock(),
    tell: tell(),
    digest,
    signer: createKmsSigner(client, sealKey()),
    archive: sealArchive(),
  };
};
