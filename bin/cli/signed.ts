import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Signer } from './credentials.ts';
import type { Send } from './http.ts';

const SIGNED_HEADERS = ['accept', 'content-type', 'idempotency-key'];

/** Signs each request for API Gateway (AWS Signature Version 4) before it is sent. */
export const signedSend = ({ credentials, region }: Signer, send: Send): Send => {
  const signer = new SignatureV4({ service: 'execute-api', region, credentials, sha256: Sha256 });
  return async (request) => {
    const url = new URL(request.url);
    const body = await request.clone().text();
    const signed = await signer.sign({
      method: request.method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: { host: url.host, ...signable(request.headers) },
      body,
    });
    const { host: _, ...headers } = signed.headers;
    const { method } = request;
    return send(new Request(request.url, { method, headers, ...(body === '' ? {} : { body }) }));
  };
};

const signable = (headers: Headers): Record<string, string> =>
  Object.fromEntries([...headers].filter(([name]) => SIGNED_HEADERS.includes(name)));
