import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import { damagedFile } from '../plane/damaged-file.ts';
import type { AwsHandler } from './http.ts';
import { AwsError, jsonEndpoint, operation } from './http-json.ts';
import { writeDurably } from './s3/durable-file.ts';

export type KmsOptions = {
  /** The JSON file that holds the private keys; readable by its owner only. */
  readonly file: string;
  /** Asymmetric signing keys on P-256, by id; made when they are absent. */
  readonly keys: readonly string[];
};

const fileSchema = z.record(z.string(), z.string());

const ALGORITHM = 'ECDSA_SHA_256';
const MESSAGE_BYTES_MAX = 4096;
const ofKey = z.object({ KeyId: z.string() });
const toSign = ofKey.extend({
  Message: z.base64(),
  MessageType: z.literal('RAW').default('RAW'),
  SigningAlgorithm: z.literal(ALGORITHM),
});

export const keyArn = (id: string): string => `arn:aws:kms:us-east-1:000000000000:key/${id}`;

/** KMS as far as signing goes, over whole messages. Keys are never given out. */
export async function openKms({ file, keys }: KmsOptions): Promise<AwsHandler> {
  const held = await load(file, keys);
  const keyOf = (id: string) => {
    const pem = held.get(id.replace(/^arn:aws:kms:[^:]*:\d*:key\//, ''));
    if (pem === undefined) throw new AwsError('NotFoundException', `Key '${id}' does not exist`);
    return createPrivateKey(pem);
  };
  const named = (id: string) => ({ KeyId: id.startsWith('arn:') ? id : keyArn(id) });
  return jsonEndpoint('1.1', {
    GetPublicKey: operation(ofKey, ({ KeyId }) => ({
      ...named(KeyId),
      PublicKey: createPublicKey(keyOf(KeyId)).export({ format: 'der', type: 'spki' }).toString('base64'),
      KeySpec: 'ECC_NIST_P256',
      KeyUsage: 'SIGN_VERIFY',
      SigningAlgorithms: [ALGORITHM],
    })),
    Sign: operation(toSign, ({ KeyId, Message }) => {
      const message = Buffer.from(Message, 'base64');
      if (message.length > MESSAGE_BYTES_MAX) {
        throw new AwsError('ValidationException', `The message is longer than ${MESSAGE_BYTES_MAX} bytes`);
      }
      const signature = sign('sha256', message, keyOf(KeyId)).toString('base64');
      return { ...named(KeyId), Signature: signature, SigningAlgorithm: ALGORITHM };
    }),
  });
}

async function load(file: string, wanted: readonly string[]): Promise<ReadonlyMap<string, string>> {
  await mkdir(dirname(file), { recursive: true });
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}';
    throw error;
  });
  const keys = new Map(Object.entries(read(file, text)));
  const absent = wanted.filter((id) => !keys.has(id));
  for (const id of absent) keys.set(id, newKey());
  if (absent.length > 0) await writeDurably(file, JSON.stringify(Object.fromEntries(keys), null, 2), 0o600);
  return keys;
}

function read(file: string, text: string): Record<string, string> {
  try {
    return fileSchema.parse(JSON.parse(text));
  } catch (error) {
    throw damagedFile(file, error, 'what is sealed from now on is signed by another key.');
  }
}

const newKey = (): string =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
