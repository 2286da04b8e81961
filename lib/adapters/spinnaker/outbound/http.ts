import { type IncomingMessage, Agent as PlainAgent, request as plainRequest } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';
import { isIP } from 'node:net';
import { addAbortSignal, Readable } from 'node:stream';
import type { SecureContext } from 'node:tls';
import type { Http } from '../gate.ts';
import { type AddressRules, mayCall } from './addresses.ts';
import { ForbiddenAddress, guardedLookup, type Resolve, resolveByDns } from './lookup.ts';
import { hostOf } from './url-guard.ts';

export type OutboundOptions = {
  readonly allowLoopback: boolean;
  /** Client certificate and trusted authorities; the public ones and no certificate when left out. */
  readonly secureContext?: SecureContext | undefined;
  readonly resolve?: Resolve | undefined;
};

/** A connection that rested longer is not used again: functions freeze, and what waits at the other end gives up. */
const REST_MS = 4_000;
const SOCKETS_MAX = 8;

/**
 * HTTP to an operator's address: redirects are handed back, proxies of the environment are not asked, addresses are
 * judged when the connection is made. Reads share connections; whatever changes something gets one of its own, because
 * an old connection that breaks would leave open whether the order was taken.
 */
export function createHttp(options: OutboundOptions): Http {
  const agents = { http: agentsOf(PlainAgent, options), https: agentsOf(SecureAgent, options) };
  let lastUsed = Date.now();
  return async (address, init) => {
    const url = new URL(address);
    const secure = url.protocol === 'https:';
    const rules: AddressRules = { allowLoopback: options.allowLoopback, onlyLoopback: !secure };
    if (isIP(hostOf(url)) !== 0 && !mayCall(hostOf(url), rules)) throw new ForbiddenAddress();
    const { shared, single } = secure ? agents.https : agents.http;
    if (Date.now() - lastUsed > REST_MS) closeResting(shared);
    lastUsed = Date.now();
    const message = await exchange(url, init, {
      agent: init.method === 'GET' ? shared : single,
      lookup: guardedLookup(rules, options.resolve ?? resolveByDns),
    });
    return responseOf(message);
  };
}

const agentsOf = (Agent: typeof PlainAgent | typeof SecureAgent, { secureContext }: OutboundOptions) => {
  const common = { maxSockets: SOCKETS_MAX, ...(secureContext && { secureContext }) };
  return { shared: new Agent({ ...common, keepAlive: true }), single: new Agent({ ...common, keepAlive: false }) };
};

const closeResting = ({ freeSockets }: PlainAgent): void => {
  for (const socket of Object.values(freeSockets).flat()) socket?.destroy();
};

type Way = { readonly agent: PlainAgent; readonly lookup: ReturnType<typeof guardedLookup> };

const exchange = (url: URL, init: RequestInit, { agent, lookup }: Way): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? secureRequest : plainRequest;
    const signal = init.signal ?? undefined;
    const request = send(url, {
      method: init.method ?? 'GET',
      // Compressed answers could grow without bound when they are unpacked.
      headers: { 'accept-encoding': 'identity', ...Object.fromEntries(new Headers(init.headers)) },
      agent,
      lookup,
      ...(signal && { signal }),
    });
    request.once('error', reject);
    request.once('response', (message) => resolve(signal ? addAbortSignal(signal, message) : message));
    request.end(typeof init.body === 'string' ? init.body : undefined);
  });

const WITHOUT_BODY = new Set([204, 205, 304]);

const responseOf = (message: IncomingMessage): Response => {
  const status = message.statusCode ?? 0;
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(message.headersDistinct)) {
    for (const value of values) headers.append(name, value);
  }
  if (WITHOUT_BODY.has(status)) message.resume();
  return new Response(WITHOUT_BODY.has(status) ? null : Readable.toWeb(message), { status, headers });
};
