import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Provider } from 'oidc-provider';
import { issuerKeys } from './keys.ts';
import { createMint } from './mint.ts';
import { pagePolicy, signInPage, troublePage } from './pages.ts';
import { type Person, personOf } from './people.ts';

/** Path under which the issuer lives on the plane's own port. */
export const ISSUER_PATH = '/.local/issuer';

export type IssuerOptions = {
  /** Origin of the plane, e.g. `http://127.0.0.1:4700`. */
  readonly origin: string;
  readonly dataDir: string;
  readonly audience: string;
  readonly clientId: string;
};

export type Issuer = {
  /** As in the tokens' `iss`. */
  readonly url: string;
  readonly jwksUri: string;
  /** Answers everything under `ISSUER_PATH`. */
  readonly serve: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** An access token without a sign-in. */
  readonly mint: (person: Person, expiresInSeconds: number) => string;
  /** Loads the provider library ahead of its first request. */
  readonly warm: () => Promise<void>;
};

/**
 * The plane's own OpenID issuer. It shares the plane's port, so that pages, API and issuer are one origin: the UI's
 * content security policy needs no exception, and sign-in cookies are never third-party.
 */
export function createIssuer({ origin, dataDir, audience, clientId }: IssuerOptions): Issuer {
  const issuer = origin + ISSUER_PATH;
  const keys = issuerKeys(join(dataDir, 'issuer.json'));
  let made: Promise<Provider> | undefined;
  const provider = (): Promise<Provider> => {
    made ??= import('./provider.ts').then(({ createProvider }) =>
      createProvider({ issuer, uiOrigin: origin, audience, clientId, keys }),
    );
    return made;
  };
  return {
    url: issuer,
    jwksUri: `${issuer}/jwks`,
    mint: createMint({ issuer, audience, clientId, key: keys.signing }),
    warm: async () => void (await provider()),
    async serve(request, response) {
      const oidc = await provider();
      const uid = SIGN_IN.exec(request.url ?? '')?.[1];
      if (uid) await signIn(oidc, request, response);
      else await delegate(oidc, request, response);
    },
  };
}

const SIGN_IN = new RegExp(`^${ISSUER_PATH}/sign-in/([\\w-]+)$`);

/** The provider learns where it is mounted from the difference between the two URLs. */
async function delegate(oidc: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = request.url ?? '/';
  Object.assign(request, { originalUrl: url, url: url.slice(ISSUER_PATH.length) || '/' });
  await oidc.callback()(request, response);
}

async function signIn(oidc: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await oidc.interactionDetails(request, response);
    if (request.method !== 'POST') return sendPage(response, 200, (nonce) => signInPage(request.url ?? '', nonce));
    const person = personOf(new URLSearchParams(await readForm(request)).get('user'));
    if (!person) return sendPage(response, 400, (nonce) => troublePage('Nobody of that name can sign in here.', nonce));
    const login = { login: { accountId: person.id, remember: true } };
    await oidc.interactionFinished(request, response, login, { mergeWithLastSubmission: false });
  } catch {
    // The interaction is over, unknown, or belongs to another browser.
    sendPage(response, 400, (nonce) => troublePage('This sign-in is no longer valid.', nonce));
  }
}

function sendPage(response: ServerResponse, status: number, render: (nonce: string) => string): void {
  const nonce = randomBytes(16).toString('base64url');
  response
    .writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': pagePolicy(nonce),
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
    .end(render(nonce));
}

const FORM_BYTES_MAX = 4096;

async function readForm(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > FORM_BYTES_MAX) throw new RangeError('The form is too large');
  }
  return text;
}
