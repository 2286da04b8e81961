import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { PUBLISHER_CREDENTIAL, REGION } from '../../lib/local/plane/names.ts';
import type { SignatureFault } from '../../scripts/generate/authority-faults.ts';

type Signing = {
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly service?: string;
  readonly at?: Date;
};

export type ToSign = {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
};

/** The headers of the request, signed as the seeded pipeline signs unless said otherwise. */
export async function signHeaders(
  request: ToSign,
  { service = 'execute-api', at, ...key }: Signing = {},
): Promise<Record<string, string>> {
  const { accessKeyId, secretAccessKey } = { ...PUBLISHER_CREDENTIAL, ...key };
  const signer = new SignatureV4({
    credentials: { accessKeyId, secretAccessKey },
    region: REGION,
    service,
    sha256: Sha256,
  });
  const { protocol, hostname, host, pathname, searchParams } = new URL(request.url);
  const signed = await signer.sign(
    {
      method: request.method,
      protocol,
      hostname,
      path: pathname,
      query: Object.fromEntries(searchParams),
      headers: { ...request.headers, host },
      ...(request.body !== undefined && { body: request.body }),
    },
    at ? { signingDate: at } : {},
  );
  return signed.headers;
}

/** For the typed client: sends each request signed. */
export const signedFetch =
  () =>
  async (request: Request): Promise<Response> => {
    const body = request.body ? await request.text() : undefined;
    const { method, url } = request;
    const headers = await signHeaders({
      method,
      url,
      headers: Object.fromEntries(request.headers),
      ...(body !== undefined && { body }),
    });
    return fetch(url, { method, headers, ...(body !== undefined && { body }) });
  };

/** Ways to sign that must not be believed. */
export const faultySignatures: Readonly<Record<SignatureFault, (request: ToSign) => Promise<Record<string, string>>>> =
  {
    unknownAccessKey: (request) => signHeaders(request, { accessKeyId: 'AKIANOBODYKNOWSTHIS0' }),
    wrongSecret: (request) => signHeaders(request, { secretAccessKey: 'not-the-secret' }),
    oldSignature: (request) => signHeaders(request, { at: new Date(Date.now() - 10 * 60_000) }),
    otherService: (request) => signHeaders(request, { service: 's3' }),
    otherPath: (request) => signHeaders({ ...request, url: `${new URL(request.url).origin}/v1/signed/elsewhere` }),
  };
