import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const COMPRESSIBLE = /^(text\/|application\/json|image\/svg)/;
const SMALLEST_BYTES = 1024;

export type Encoded = { readonly encoding: string | undefined; readonly body: Uint8Array };

/** The best encoding of `body` that the client takes. */
export async function encode(body: Buffer, contentType: string, accepted: string | undefined): Promise<Encoded> {
  if (body.length < SMALLEST_BYTES || !COMPRESSIBLE.test(contentType)) return { encoding: undefined, body };
  if (/\bbr\b/.test(accepted ?? '')) return { encoding: 'br', body: await brotli(body) };
  if (/\bgzip\b/.test(accepted ?? '')) return { encoding: 'gzip', body: await promisify(gzip)(body) };
  return { encoding: undefined, body };
}

const QUALITY = 5;

const brotli = (body: Buffer): Promise<Buffer> =>
  promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY } });
