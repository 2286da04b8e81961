import { createHash, createPublicKey, verify } from 'node:crypto';
import type { SealTools } from '../../../lib/domain/seals/evidence.ts';

/** Digests and signatures by the platform. */
export const sealTools: SealTools = {
  digest: (text) => createHash('sha256').update(text).digest('hex'),
  verifies: (publicKey, text, signature) => {
    const bytes = Buffer.from(signature, 'base64');
    try {
      return (
        bytes.toString('base64') === signature && verify('sha256', Buffer.from(text), createPublicKey(publicKey), bytes)
      );
    } catch {
      return false;
    }
  },
};

/** SHA-256 of the key as it is in DER, by which people compare keys; `undefined` for what is none. */
export const fingerprintOf = (pem: string): string | undefined => {
  try {
    const der = createPublicKey(pem).export({ format: 'der', type: 'spki' });
    return createHash('sha256').update(der).digest('hex');
  } catch {
    return undefined;
  }
};
