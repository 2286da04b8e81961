import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { reach, type Send } from '../../bin/cli/http.ts';
import { signedSend } from '../../bin/cli/signed.ts';
import { type Answer, readAnswer } from './answer.ts';
import type { Credential, Keyring } from './credentials.ts';

export type Who = Credential | 'nobody';

/** A request as a check writes it down. */
export type Asked = {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** Sent as JSON; text is sent as it is. */
  readonly body?: unknown;
  /** Idempotency-Key; a new one for whatever is not a GET, none at all when null. */
  readonly key?: string | null;
  readonly ifMatch?: string;
  /** The whole Authorization header, in place of the caller's own. */
  readonly authorization?: string;
  /** Takes 429 RATE_LIMITED for an answer in place of waiting as long as it says. */
  readonly takesLimits?: true;
};

export type Transport = {
  readonly ask: (who: Who, asked: Asked) => Promise<Answer>;
  /** For the typed client: sends as the caller, and keeps the answer among those seen. */
  readonly sendAs: (who: Who) => Send;
  /** Every answer, oldest first. */
  readonly seen: readonly Answer[];
};

export type TransportOptions = {
  readonly baseUrl: string;
  /** Where signed calls go, when that is not the plane's own origin. */
  readonly signedUrl: string;
  readonly keyring: Keyring;
};

/** Whoever runs the suite wants it to end; checks make no further requests. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

type Run = { readonly goesOn: () => boolean };

const TRIES_MAX = 4;
const WAIT_SECONDS_MAX = 70;

/** Sends requests as somebody, waits where the plane asks for it, and keeps every answer. */
export function openTransport({ baseUrl, signedUrl, keyring }: TransportOptions, run: Run): Transport {
  const seen: Answer[] = [];
  const signed = keyring.signer && signedSend(keyring.signer, reach);

  const identified = (who: Who, request: Request): Request => {
    const token = who === 'nobody' || who === 'signed' ? undefined : keyring.tokens[who];
    if (token !== undefined && !request.headers.has('authorization')) {
      request.headers.set('authorization', `Bearer ${token}`);
    }
    return request;
  };

  const exchange = async (who: Who, make: () => Request, takesLimits: boolean): Promise<[Response, Answer]> => {
    for (let tries = 1; ; tries += 1) {
      if (!run.goesOn()) throw new Stopped('Stopped');
      const request = identified(who, make());
      const about = `${request.method} ${request.url.replace(/^https?:\/\/[^/]+/, '')} as ${who}`;
      const response = await (who === 'signed' && signed ? signed : reach)(request);
      const answer = await readAnswer(response.clone(), about);
      seen.push(answer);
      if (takesLimits || answer.code !== 'RATE_LIMITED' || tries === TRIES_MAX) return [response, answer];
      await delay(1000 * Math.min(WAIT_SECONDS_MAX, Number(answer.headers.get('retry-after')) || 1));
    }
  };

  return {
    seen,
    ask: async (who, asked) => {
      const base = who === 'signed' ? signedUrl : baseUrl;
      const [, answer] = await exchange(who, () => requestOf(base, asked, who), asked.takesLimits ?? false);
      return answer;
    },
    sendAs: (who) => async (request) => {
      const [response] = await exchange(who, () => request.clone(), false);
      return response;
    },
  };
}

function requestOf(base: string, { method, path, body, key, ifMatch, authorization }: Asked, who: Who): Request {
  const headers = new Headers({ accept: 'application/json, application/problem+json' });
  const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
  if (text !== undefined) headers.set('content-type', 'application/json');
  if (ifMatch !== undefined) headers.set('if-match', ifMatch);
  if (authorization !== undefined) headers.set('authorization', authorization);
  if (key !== null && method !== 'GET') headers.set('idempotency-key', key ?? `conformance-${randomUUID()}`);
  const mounted = who === 'signed' ? path.replace('/v1/', '/v1/signed/') : path;
  return new Request(base + mounted, { method, headers, ...(text !== undefined && { body: text }) });
}
