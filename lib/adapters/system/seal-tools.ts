import { createHash, createPublicKey, verify } from 'node:crypto';
import type { SealTools } from '../../domain/seals/evidence.ts';

/** What seals are made and judged with, by the platform. */
export const sealTools: SealTools = {
  digest: (text) => createHash('sha256').update(text).digest('hex'),
  verifies: (publicKey, text, signature) => {
    const bytes = Buffer.from(signature, 'base64');
    // One signature has one spelling.
    if (bytes.toString('base64') !== signature) return false;
    try {
      return verify('sha256', Buffer.from(text), createPublicKey(publicKey), bytes);
    } catch {
      return false;
    }
  },
};
