import { EngineFault } from '../../../ports/engine.ts';
import type { Http } from '../gate.ts';
import type { CredentialHeaders, Credentials } from './credentials.ts';
import { requestToken } from './token-endpoint.ts';

export type OauthSettings = {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope?: string | undefined;
  readonly audience?: string | undefined;
  readonly http: Http;
  /** Epoch milliseconds of the world's time, in which tokens expire. */
  readonly now: () => number;
};

/** A token is not used in its last minute, or in the last fifth of a short life. */
const MARGIN_MS = 60_000;
const MARGIN_SHARE = 0.2;

/** An engine that refuses every token must not make the issuer mint one for every call. */
const RENEWAL_PAUSE_MS = 60_000;

type Token = { readonly headers: CredentialHeaders; readonly usableUntil: number };

/**
 * Client credentials (RFC 6749, section 4.4): a token is fetched when it is first needed and kept until shortly before
 * it expires. Whoever needs one while it is being fetched waits for the same one.
 */
export function oauthAuth(settings: OauthSettings): Credentials {
  let held: Token | undefined;
  let coming: Promise<Token> | undefined;
  let renewedAt = Number.NEGATIVE_INFINITY;
  const fetchOnce = (): Promise<Token> => {
    coming ??= mint(settings)
      .then((token) => {
        held = token;
        return token;
      })
      .finally(() => {
        coming = undefined;
      });
    return coming;
  };
  return {
    headers: async () => {
      if (held && settings.now() < held.usableUntil) return held.headers;
      return (await fetchOnce()).headers;
    },
    // Several calls may be refused with one token; only the first of them makes it old.
    forget: (refused) => {
      if (held?.headers !== refused || settings.now() - renewedAt < RENEWAL_PAUSE_MS) return;
      renewedAt = settings.now();
      held = undefined;
    },
  };
}

async function mint(settings: OauthSettings): Promise<Token> {
  const asked = settings.now();
  const { token, lifeMs } = await requestToken(settings);
  if (!/^[\x21-\x7e]{1,8192}$/.test(token)) {
    throw new EngineFault('MISCONFIGURED', 'The token endpoint gave a token that no header can carry.', {
      ambiguous: false,
    });
  }
  const margin = Math.min(MARGIN_MS, lifeMs * MARGIN_SHARE);
  return { headers: { authorization: `Bearer ${token}` }, usableUntil: asked + lifeMs - margin };
}
