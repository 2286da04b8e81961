import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { ClientRequest } from 'node:http';
import { expectedSignature } from '../aws/sigv4/canonical.ts';
import { readClaim } from '../aws/sigv4/credential.ts';
import { PLANE_CREDENTIAL } from '../plane/names.ts';
import type { FunctionRole } from './roles.ts';

/**
 * The functions of a local plane share one process, and so their SDK clients share its credentials. Who calls is known
 * where a request is made: there it is signed anew, with the key pair of the function that makes it.
 */
const calling = new AsyncLocalStorage<FunctionRole>();

/** Runs the work of a function: the AWS requests it makes, now or later, are the function's. */
export const actAs = <T>(role: FunctionRole, work: () => T): T => calling.run(role, work);

/** From now on requests are signed by the functions that make them; returns how to end that. */
export function signAsCallers(): () => void {
  subscribe(CHANNEL, signAnew);
  return () => void unsubscribe(CHANNEL, signAnew);
}

const CHANNEL = 'http.client.request.created';

function signAnew(message: unknown): void {
  const role = calling.getStore();
  if (!role || typeof message !== 'object' || message === null || !('request' in message)) return;
  const { request } = message;
  if (!(request instanceof ClientRequest)) return;
  const headers = Object.fromEntries(
    Object.entries(request.getHeaders()).map(([name, value]) => [name, String(value)]),
  );
  const { method, path: url } = request;
  const signed = { method, url, headers, body: Buffer.alloc(0) };
  const claim = readClaim(signed, new URLSearchParams());
  const payloadHash = headers['x-amz-content-sha256'];
  // Only what carries the plane's own key is its to sign; the SDK always says the body's digest beside it.
  if (claim?.accessKeyId !== PLANE_CREDENTIAL.accessKeyId || payloadHash === undefined) return;
  const { day, region, service, signedHeaders } = claim;
  const signature = expectedSignature(signed, claim, { payloadHash, secretAccessKey: role.secretAccessKey });
  const credential = `${role.accessKeyId}/${day}/${region}/${service}/aws4_request`;
  request.setHeader(
    'authorization',
    `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signedHeaders.join(';')}, Signature=${signature}`,
  );
}
