import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthorize } from '../../../lib/http/auth/authorize.ts';
import { createIssuer, type Issuer } from '../../../lib/local/issuer/issuer.ts';
import { people } from '../../../lib/local/issuer/people.ts';
import { createBrowser } from './browser.ts';

const AUDIENCE = 'https://dxcp.local/api';
const dataDir = mkdtempSync(join(tmpdir(), 'dxcp-issuer-'));
let server: Server;
let origin: string;
let issuer: Issuer;

beforeAll(async () => {
  server = createServer((request, response) => void issuer.serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  issuer = createIssuer({ origin, dataDir, audience: AUDIENCE, clientId: 'dxcp-ui' });
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(dataDir, { recursive: true });
});

const verifier = randomBytes(32).toString('base64url');
const authorizationUrl = (client = 'dxcp-ui', redirect = `${origin}/callback`) =>
  `${issuer.url}/auth?${new URLSearchParams({
    client_id: client,
    redirect_uri: redirect,
    response_type: 'code',
    scope: 'openid profile email',
    state: 's1',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  })}`;

const redeem = (parameters: Record<string, string>) =>
  fetch(`${issuer.url}/token`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: 'dxcp-ui', redirect_uri: `${origin}/callback`, ...parameters }),
  });

async function signIn(user: string) {
  const browser = createBrowser();
  const page = await browser.get(authorizationUrl());
  const callback = await browser.submit(page, { user });
  const code = new URL(callback.url).searchParams.get('code') ?? '';
  const answer = await redeem({ grant_type: 'authorization_code', code, code_verifier: verifier });
  return { browser, page, callback, code, tokens: (await answer.json()) as Record<string, string> };
}

const authorize = () =>
  createAuthorize({
    report: () => undefined,
    readTrust: async () => ({
      issuers: [{ issuer: issuer.url, audience: AUDIENCE, jwksUri: issuer.jwksUri }],
      claims: { roles: 'https://dxcp.dev/claims/roles', groups: 'https://dxcp.dev/claims/groups', email: 'email' },
      roleValues: {
        PLATFORM_ADMIN: 'dxcp-platform-admins',
        DELIVERY_OWNER: 'dxcp-delivery-owners',
        OBSERVER: 'dxcp-observers',
        CI_PUBLISHER: 'dxcp-ci-publishers',
      },
    }),
  });

describe('signing in', () => {
  it('lists everybody with what they may do, under a policy without script', async () => {
    const { page } = await signIn('owner');
    for (const { name, title } of people) {
      expect(page.text).toContain(name);
      expect(page.text).toContain(title);
    }
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('gives an access token that the authorizer accepts, with the role of the person', async () => {
    const { tokens } = await signIn('owner');
    expect(await authorize()(`Bearer ${tokens.access_token}`)).toMatchObject({
      id: 'owner',
      email: 'owner@example.com',
      name: 'Priya Raman',
      role: 'DELIVERY_OWNER',
      identity: { authorizedParty: 'dxcp-ui' },
    });
  });

  it('is remembered: the next authorization needs no page', async () => {
    const { browser } = await signIn('observer');
    const again = await browser.get(authorizationUrl());
    expect(again.url).toContain(`${origin}/callback?code=`);
  });

  it('refuses a code without its verifier, and unknown people', async () => {
    const browser = createBrowser();
    const page = await browser.get(authorizationUrl());
    expect((await browser.submit(page, { user: 'nobody' })).status).toBe(400);
    const callback = await browser.submit(page, { user: 'owner' });
    const code = new URL(callback.url).searchParams.get('code') ?? '';
    expect((await redeem({ grant_type: 'authorization_code', code, code_verifier: `${verifier}x` })).status).toBe(400);
  });

  it('works for a terminal on any loopback port', async () => {
    const browser = createBrowser();
    const page = await browser.get(authorizationUrl('dxcp-cli', 'http://127.0.0.1:51999/callback'));
    const callback = await browser.submit(page, { user: 'admin' });
    expect(callback.url).toContain('http://127.0.0.1:51999/callback?code=');
  });

  it('says in words that a sign-in is over', async () => {
    const response = await fetch(`${issuer.url}/sign-in/unknown`);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('no longer valid');
  });
});

describe('a session', () => {
  it('is renewed by a refresh token that rotates', async () => {
    const { tokens } = await signIn('admin');
    const renewed = await redeem({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '' });
    const next = (await renewed.json()) as Record<string, string>;
    expect(next.refresh_token).not.toBe(tokens.refresh_token);
    expect(await authorize()(`Bearer ${next.access_token}`)).toMatchObject({ role: 'PLATFORM_ADMIN' });
    const replayed = await redeem({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '' });
    expect(replayed.status).toBe(400);
  });

  it('ends at the issuer too', async () => {
    const { browser, tokens } = await signIn('owner2');
    const query = new URLSearchParams({
      id_token_hint: tokens.id_token ?? '',
      post_logout_redirect_uri: `${origin}/`,
    });
    const page = await browser.get(`${issuer.url}/session/end?${query}`);
    expect(page.text).toContain('Sign out of DXCP?');
    expect((await browser.submit(page, { logout: 'yes' })).url).toBe(`${origin}/`);
    expect((await browser.get(authorizationUrl())).text).toContain('Sign in to DXCP');
  });
});

describe('tokens without a sign-in', () => {
  it('carry the same claims and outlive a restart of the issuer', async () => {
    const ci = people.find(({ id }) => id === 'ci');
    const restarted = createIssuer({ origin, dataDir, audience: AUDIENCE, clientId: 'dxcp-ui' });
    const token = ci && restarted.mint(ci, 60);
    expect(await authorize()(`Bearer ${token}`)).toMatchObject({ id: 'ci', role: 'CI_PUBLISHER' });
  });
});
