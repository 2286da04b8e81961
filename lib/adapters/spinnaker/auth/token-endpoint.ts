import { EngineFault, type EngineFaultKind } from '../../../ports/engine.ts';
import { OversizedAnswer, readBounded } from '../bounded-body.ts';
import { networkFault } from '../faults.ts';
import { finite, record, text } from '../json.ts';
import type { OauthSettings } from './oauth.ts';

const TIMEOUT_MS = 4_000;
const MAX_BYTES = 64 * 1024;
/** Where the answer does not tell how long a token lives. */
const LIFE_SECONDS_DEFAULT = 300;

/** The errors of RFC 6749, section 5.2: nothing else of what the endpoint says is repeated. */
const OAUTH_ERRORS: Readonly<Record<string, EngineFaultKind>> = {
  invalid_client: 'UNAUTHORIZED',
  unauthorized_client: 'UNAUTHORIZED',
  invalid_scope: 'MISCONFIGURED',
  invalid_request: 'MISCONFIGURED',
  unsupported_grant_type: 'MISCONFIGURED',
  invalid_grant: 'UNAUTHORIZED',
};

/** Asks for a token. The engine has not been called by then, so no fault of this leaves anything open. */
export async function requestToken(settings: OauthSettings): Promise<{ token: string; lifeMs: number }> {
  const { status, type, body } = await post(settings);
  if (status >= 300 && status < 400)
    throw fault('MISCONFIGURED', 'answered with a redirect: /engine/auth/token_url is probably wrong');
  if (/text\/html/i.test(type) || body.trimStart().startsWith('<')) {
    if (status >= 500) throw fault('UNAVAILABLE', `answered ${status}`);
    throw fault('MISCONFIGURED', 'answered with a web page: /engine/auth/token_url is probably wrong');
  }
  const fields = record(parsed(body));
  if (status !== 200) throw refusal(status, text(fields.error));
  const token = text(fields.access_token);
  if (token === undefined) throw fault('CALL_FAILED', 'answered without a token');
  const tokenType = text(fields.token_type) ?? 'bearer';
  if (tokenType.toLowerCase() !== 'bearer') throw fault('MISCONFIGURED', 'gives tokens that are no bearer tokens');
  return { token, lifeMs: lifeSeconds(fields.expires_in) * 1000 };
}

async function post(settings: OauthSettings): Promise<{ status: number; type: string; body: string }> {
  const { tokenUrl, scope, audience, http } = settings;
  try {
    const response = await http(tokenUrl, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        accept: 'application/json',
        authorization: clientHeader(settings),
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        ...(scope === undefined ? {} : { scope }),
        ...(audience === undefined ? {} : { audience }),
      }).toString(),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const type = response.headers.get('content-type') ?? '';
    return { status: response.status, type, body: await readBounded(response, MAX_BYTES) };
  } catch (error) {
    throw unreachable(error);
  }
}

/** Section 2.3.1: id and secret are form-encoded before they are joined. */
function clientHeader({ clientId, clientSecret }: OauthSettings): string {
  const encoded = [clientId, clientSecret].map((part) => new URLSearchParams({ '': part }).toString().slice(1));
  return `Basic ${Buffer.from(encoded.join(':'), 'utf8').toString('base64')}`;
}

function unreachable(error: unknown): EngineFault {
  if (error instanceof OversizedAnswer) return fault('MISCONFIGURED', `answered more than ${MAX_BYTES} bytes`);
  const { kind, message } = networkFault(error);
  if (kind === 'TIMEOUT') return fault('TIMEOUT', 'did not answer in time', error);
  const code = /\(([A-Z0-9_]+)\)/.exec(message)?.[1];
  const what = kind === 'MISCONFIGURED' ? 'cannot be called safely' : 'cannot be reached';
  return fault(kind, code === undefined ? what : `${what} (${code})`, error);
}

function refusal(status: number, error: string | undefined): EngineFault {
  const known = error === undefined ? undefined : OAUTH_ERRORS[error];
  if (known !== undefined) return fault(known, `refused DXCP's client: ${error}`);
  if (status === 401 || status === 403) return fault('UNAUTHORIZED', "refused DXCP's client");
  if (status >= 500 || status === 429) return fault('UNAVAILABLE', `answered ${status}`);
  return fault('MISCONFIGURED', `answered ${status}`);
}

const fault = (kind: EngineFaultKind, what: string, cause?: unknown): EngineFault =>
  new EngineFault(kind, `The engine's token endpoint ${what}.`, { ambiguous: false, cause });

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Some issuers send the number as text. */
function lifeSeconds(value: unknown): number {
  const seconds = finite(typeof value === 'string' ? Number(value) : value);
  return seconds !== undefined && seconds > 0 ? seconds : LIFE_SECONDS_DEFAULT;
}
