import { EngineFault } from '../../ports/engine.ts';
import type { CredentialHeaders, Credentials } from './auth/credentials.ts';
import { readBounded } from './bounded-body.ts';
import { errorMessage, networkFault, redirectFault, refusalFault, serverFault, webPageFault } from './faults.ts';
import { withRetries } from './retries.ts';

/** Anything of the shape of `fetch`; certificates, name resolution and connections are its business. */
export type Http = (url: string, init: RequestInit) => Promise<Response>;

type GateCall = {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Path below the configured address; names in it are encoded already. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** The person on whose behalf the call is made, for the engine's own records. */
  readonly user?: string;
};

/** `json` is undefined when the body was empty; `date` is when it was answered, by the clock over there. */
type GateAnswer = { readonly status: number; readonly json: unknown; readonly date: string | undefined };

export type GateLimits = {
  /** One call, headers and body. */
  readonly callMs: number;
  /** After this time no further attempt of a read is begun. */
  readonly budgetMs: number;
  readonly attempts: number;
  readonly pauseMs: number;
  readonly maxBytes: number;
};

export type GateSettings = {
  readonly gateUrl: string;
  readonly credentials: Credentials;
  readonly http: Http;
  readonly limits: GateLimits;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly random: () => number;
};

type GateRead = Omit<GateCall, 'method' | 'body'> & {
  /** Where somebody asks again anyway: repeating it here would only multiply what an engine in trouble is asked. */
  readonly attempts?: number;
};

/** Gate over HTTP: `send` makes one attempt of anything, `read` repeats idempotent reads a bounded number of times. */
export type Gate = {
  send(call: GateCall): Promise<GateAnswer>;
  /** JSON of a 2xx answer; a fault for everything else, an empty 200 and a 404 included. */
  read(call: GateRead): Promise<unknown>;
  /** The same, but undefined for 404: only for addresses that name one thing. */
  readIfPresent(call: GateRead): Promise<unknown>;
};

export function createGate(settings: GateSettings): Gate {
  const send = (call: GateCall) => exchange(settings, call);
  const get = (call: GateRead) => send({ ...call, method: 'GET' });
  return {
    send,
    read: (call) => withRetries(patienceOf(settings, call), async () => contentOf(await get(call))),
    readIfPresent: (call) =>
      withRetries(patienceOf(settings, call), async () => {
        const answer = await get(call);
        return answer.status === 404 ? undefined : contentOf(answer);
      }),
  };
}

function patienceOf(settings: GateSettings, { attempts = settings.limits.attempts }: GateRead): GateSettings {
  return { ...settings, limits: { ...settings.limits, attempts } };
}

/** One segment of a path. Dots alone would climb out of it and are refused. */
export function segment(name: string): string {
  if (name === '' || name === '.' || name === '..') {
    throw new EngineFault('CALL_FAILED', 'A recipe names an impossible engine definition.', { ambiguous: false });
  }
  return encodeURIComponent(name);
}

function contentOf(answer: GateAnswer): unknown {
  if (answer.status === 404) {
    // An absence that is concluded from a wrong address would start a deployment twice.
    const message = 'The engine does not know this address: the configured one is probably wrong.';
    throw new EngineFault('MISCONFIGURED', message, { ambiguous: false });
  }
  if (answer.status === 403) {
    throw new EngineFault('FORBIDDEN', 'The engine does not let DXCP read this.', { ambiguous: false });
  }
  if (answer.status >= 400) {
    const said = errorMessage(answer.json) ?? 'no reason given';
    throw new EngineFault('CALL_FAILED', `The engine answered ${answer.status}: ${said}`, { ambiguous: false });
  }
  // Gate swallows some upstream errors into a 200 without a body; nothing follows from it.
  if (answer.json === undefined) {
    throw new EngineFault('UNAVAILABLE', 'The engine answered without content.', { ambiguous: false });
  }
  return answer.json;
}

/**
 * One call. When the engine proves that it refused the credentials, which it does before it reads what is asked, and
 * newer ones can be had, it is asked once more: even a start has then not been accepted twice, because the first one
 * was not accepted at all. Both share one deadline.
 */
async function exchange(settings: GateSettings, call: GateCall): Promise<GateAnswer> {
  const { credentials, limits } = settings;
  const shown = await credentials.headers();
  const signal = AbortSignal.timeout(limits.callMs);
  try {
    return await attempt(settings, call, { shown, signal });
  } catch (error) {
    const refused = error instanceof EngineFault && error.kind === 'UNAUTHORIZED' && !error.ambiguous;
    if (!refused || !credentials.forget || signal.aborted) throw error;
    credentials.forget(shown);
    const renewed = await credentials.headers();
    if (renewed === shown) throw error;
    return attempt(settings, call, { shown: renewed, signal });
  }
}

type Attempt = { readonly shown: CredentialHeaders; readonly signal: AbortSignal };

async function attempt(settings: GateSettings, call: GateCall, { shown, signal }: Attempt): Promise<GateAnswer> {
  try {
    const response = await settings.http(urlOf(settings.gateUrl, call), {
      method: call.method,
      headers: headersOf(call, shown),
      redirect: 'manual',
      signal,
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    });
    return await understand(response, settings.limits.maxBytes);
  } catch (error) {
    throw networkFault(error);
  }
}

async function understand(response: Response, maxBytes: number): Promise<GateAnswer> {
  const { status } = response;
  if (status >= 300 && status < 400) {
    await response.body?.cancel().catch(() => undefined);
    throw redirectFault(response.headers.get('location'));
  }
  const body = await readBounded(response, maxBytes);
  const isPage = /text\/html/i.test(response.headers.get('content-type') ?? '') || body.trimStart().startsWith('<');
  if (isPage && body !== '') throw webPageFault(status, body);
  const refusal = refusalFault(status);
  if (refusal) throw refusal;
  const json = parsed(body, status);
  if (status >= 500) throw serverFault(status, json);
  return { status, json, date: response.headers.get('date') ?? undefined };
}

function parsed(body: string, status: number): unknown {
  if (body.trim() === '') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    if (status >= 500) return undefined;
    throw new EngineFault('CALL_FAILED', `The engine answered ${status} with something that is not JSON.`, {
      ambiguous: true,
    });
  }
}

function urlOf(gateUrl: string, call: GateCall): string {
  const query = call.query === undefined ? '' : `?${new URLSearchParams(call.query)}`;
  return `${gateUrl.replace(/\/+$/, '')}${call.path}${query}`;
}

function headersOf(call: GateCall, shown: CredentialHeaders): Record<string, string> {
  return {
    accept: 'application/json',
    ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
    // Header values are bytes: a name outside printable ASCII must not make the call itself impossible.
    ...(call.user === undefined ? {} : { 'x-spinnaker-user': call.user.replace(/[^\x20-\x7e]/g, '?').slice(0, 256) }),
    ...shown,
  };
}
