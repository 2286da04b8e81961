import { randomBytes } from 'node:crypto';
import { type Configuration, interactionPolicy, type KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { IssuerKeys } from './keys.ts';
import { createIssuerMemory } from './memory.ts';
import { pagePolicy, signedOutPage, signOutPage, troublePage } from './pages.ts';
import { accessClaims, personOf } from './people.ts';

export type ProviderOptions = {
  /** The issuer's identifier: origin and mount path. */
  readonly issuer: string;
  /** Origin of the web UI. */
  readonly uiOrigin: string;
  readonly audience: string;
  readonly clientId: string;
  readonly keys: IssuerKeys;
};

/** The terminal's client: a native application, so that any loopback port may receive its code. */
export const CLI_CLIENT_ID = 'dxcp-cli';
const SCOPES = ['openid', 'profile', 'email', 'offline_access'];
const MINUTES = 60;
const DAYS = 86_400;

/** An OpenID provider with code + PKCE, rotating refresh tokens and JWT access tokens for the API's audience. */
export function createProvider(options: ProviderOptions): Provider {
  const provider: Provider = new Provider(options.issuer, {
    ...configuration(options),
    loadExistingGrant: async (ctx) => {
      const { session, client } = ctx.oidc;
      const accountId = session?.accountId;
      if (!session || !client || !accountId) return undefined;
      const grantId = session.grantIdFor(client.clientId);
      const before = grantId ? await provider.Grant.find(grantId) : undefined;
      if (before) return before;
      const grant = new provider.Grant({ clientId: client.clientId, accountId });
      grant.addOIDCScope(SCOPES.join(' '));
      grant.addResourceScope(options.audience, '');
      await grant.save();
      return grant;
    },
  });
  return provider;
}

function configuration({ issuer, uiOrigin, audience, clientId, keys }: ProviderOptions): Configuration {
  // Cookies of 127.0.0.1 are shared by all its ports; planes side by side must not end each other's sessions.
  const cookiePrefix = `dxcp_${new URL(issuer).port}`;
  return {
    adapter: createIssuerMemory(Date.now),
    jwks: { keys: [keys.signing] },
    cookies: {
      keys: [keys.cookieSecret],
      names: {
        session: `${cookiePrefix}_session`,
        interaction: `${cookiePrefix}_interaction`,
        resume: `${cookiePrefix}_resume`,
      },
    },
    clients: clients(uiOrigin, clientId),
    scopes: SCOPES,
    claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    responseTypes: ['code'],
    clientBasedCORS: (_ctx, origin) => /^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?$/.test(origin),
    findAccount: (_ctx, id) => {
      const person = personOf(id);
      if (!person) return undefined;
      const { name, email } = person;
      return { accountId: id, claims: () => ({ sub: id, name, email, email_verified: true }) };
    },
    extraTokenClaims: (_ctx, token) => {
      const person = 'accountId' in token ? personOf(token.accountId) : undefined;
      return person && accessClaims(person);
    },
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: true,
    interactions: { policy: withoutConsent(), url: (_ctx, { uid }) => `${new URL(issuer).pathname}/sign-in/${uid}` },
    renderError: (ctx, { error, error_description }) => {
      ctx.body = withPolicy(ctx, (nonce) => troublePage(`${error}: ${error_description ?? 'no details'}`, nonce));
    },
    features: features(audience),
    ttl: {
      AccessToken: 15 * MINUTES,
      AuthorizationCode: 1 * MINUTES,
      IdToken: 15 * MINUTES,
      Interaction: 60 * MINUTES,
      Session: 14 * DAYS,
      Grant: 14 * DAYS,
      RefreshToken: 14 * DAYS,
    },
  };
}

/** Both clients are the plane's own, so nobody is asked for consent. */
function withoutConsent() {
  const policy = interactionPolicy.base();
  policy.remove('consent');
  return policy;
}

const clients = (uiOrigin: string, clientId: string): Configuration['clients'] => [
  {
    client_id: clientId,
    token_endpoint_auth_method: 'none',
    redirect_uris: [`${uiOrigin}/callback`],
    post_logout_redirect_uris: [`${uiOrigin}/`],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
  },
  {
    client_id: CLI_CLIENT_ID,
    application_type: 'native',
    token_endpoint_auth_method: 'none',
    redirect_uris: ['http://127.0.0.1/callback'],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
  },
];

const features = (audience: string): Configuration['features'] => ({
  devInteractions: { enabled: false },
  resourceIndicators: {
    enabled: true,
    defaultResource: () => audience,
    useGrantedResource: () => true,
    getResourceServerInfo: () => ({ scope: '', audience, accessTokenFormat: 'jwt', accessTokenTTL: 15 * MINUTES }),
  },
  rpInitiatedLogout: {
    enabled: true,
    logoutSource: (ctx, form) => {
      ctx.body = withPolicy(ctx, (nonce) => signOutPage(form, nonce));
    },
    postLogoutSuccessSource: (ctx) => {
      ctx.body = withPolicy(ctx, signedOutPage);
    },
  },
});

function withPolicy(ctx: KoaContextWithOIDC, render: (nonce: string) => string): string {
  const nonce = randomBytes(16).toString('base64url');
  ctx.type = 'html';
  ctx.set('content-security-policy', pagePolicy(nonce));
  return render(nonce);
}
