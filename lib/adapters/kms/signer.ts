import { createPublicKey } from 'node:crypto';
import { GetPublicKeyCommand, type KMSClient, SignCommand } from '@aws-sdk/client-kms';
import type { Signer } from '../../ports/seals.ts';

const ALGORITHM = 'ECDSA_SHA_256';

/** Signs with an asymmetric key in KMS, whose public half is asked for once. */
export const createKmsSigner = (client: KMSClient, keyId: string): Signer => {
  let publicKey: Promise<string> | undefined;
  const known = (): Promise<string> => {
    publicKey ??= publicKeyOf(client, keyId).catch((error: unknown) => {
      publicKey = undefined;
      throw error;
    });
    return publicKey;
  };
  return {
    sign: async (head) => {
      const order = {
        KeyId: keyId,
        Message: Buffer.from(head),
        MessageType: 'RAW',
        SigningAlgorithm: ALGORITHM,
      } as const;
      const [pem, { Signature, KeyId }] = await Promise.all([known(), client.send(new SignCommand(order))]);
      if (!Signature) throw new Error('KMS answered without a signature');
      return {
        keyId: KeyId ?? keyId,
        algorithm: ALGORITHM,
        publicKey: pem,
        value: Buffer.from(Signature).toString('base64'),
      };
    },
  };
};

const publicKeyOf = async (client: KMSClient, keyId: string): Promise<string> => {
  const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId: keyId }));
  if (!PublicKey) throw new Error('KMS answered without a public key');
  const key = createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' });
  return key.export({ format: 'pem', type: 'spki' }).toString();
};
