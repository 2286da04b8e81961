import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type Authorize,
  type AuthorizerTrouble,
  createAuthorize,
  IdentityUndecided,
} from '../../lib/http/auth/authorize.ts';
import type { Trust } from '../../lib/http/auth/trust.ts';
import { AUDIENCE, startTestIssuer, type TestIssuer } from './tokens.ts';

const ROLES = 'https://dxcp.dev/claims/roles';
const GROUPS = 'https://dxcp.dev/claims/groups';

let idp: TestIssuer;
let troubles: AuthorizerTrouble[];
let authorize: Authorize;

const trust = (): Trust => ({
  issuers: [{ issuer: idp.issuer, audience: AUDIENCE, jwksUri: idp.jwksUri }],
  claims: { roles: ROLES, groups: GROUPS, email: 'email' },
  roleValues: {
    PLATFORM_ADMIN: 'dxcp-platform-admins',
    DELIVERY_OWNER: 'dxcp-delivery-owners',
    OBSERVER: 'dxcp-observers',
    CI_PUBLISHER: 'dxcp-ci-publishers',
  },
});

const bearer = (token: string) => authorize(`Bearer ${token}`);

beforeAll(async () => {
  idp = await startTestIssuer();
});
afterAll(() => idp.close());
beforeEach(() => {
  idp.outage(false);
  troubles = [];
  authorize = createAuthorize({ readTrust: async () => trust(), report: (trouble) => troubles.push(trouble) });
});

describe('the authorizer knows who calls', () => {
  it('reads id, email, name, role, groups and the facts publishers are matched by', async () => {
    const token = idp.token({
      email: 'Owner@Example.com',
      name: 'Olive Owner',
      azp: 'dxcp-ui',
      [ROLES]: ['dxcp-delivery-owners'],
      [GROUPS]: ['team-payments'],
    });
    expect(await bearer(token)).toEqual({
      id: 'user-1',
      email: 'owner@example.com',
      name: 'Olive Owner',
      role: 'DELIVERY_OWNER',
      groups: ['team-payments'],
      identity: { kind: 'token', issuer: idp.issuer, audience: AUDIENCE, authorizedParty: 'dxcp-ui' },
    });
  });

  it('takes the highest of several roles', async () => {
    const caller = await bearer(idp.token({ [ROLES]: ['dxcp-observers', 'dxcp-platform-admins', 'other'] }));
    expect(caller?.role).toBe('PLATFORM_ADMIN');
  });

  it('lets a caller without a known role through, without a role', async () => {
    const caller = await bearer(idp.token({ [ROLES]: ['someone-elses-role'] }));
    expect(caller).toMatchObject({ id: 'user-1' });
    expect(caller).not.toHaveProperty('role');
  });

  it('accepts a role claim that is one string', async () => {
    expect((await bearer(idp.token({ [ROLES]: 'dxcp-observers' })))?.role).toBe('OBSERVER');
  });

  it('does not believe an email that the issuer has not verified', async () => {
    expect(await bearer(idp.token({ email: 'owner@example.com', email_verified: false }))).not.toHaveProperty('email');
  });

  it('keeps the context small enough for the gateway however many groups a token names', async () => {
    const groups = Array.from({ length: 2000 }, (_, n) => `group-${n}`);
    const caller = await bearer(idp.token({ [GROUPS]: groups }));
    expect(Buffer.byteLength(JSON.stringify(caller))).toBeLessThan(8000);
    expect(caller?.groups.length).toBeGreaterThan(100);
  });
});

describe('the authorizer refuses tokens that are not good', () => {
  const past = () => Math.floor(Date.now() / 1000) - 3600;
  const cases: Record<string, () => string | undefined> = {
    'no header': () => undefined,
    'another scheme': () => `Basic ${Buffer.from('a:b').toString('base64')}`,
    'no token': () => 'Bearer ',
    'no JWT': () => 'Bearer not-a-token',
    'an expired token': () => `Bearer ${idp.token({ iat: past() - 60, exp: past() })}`,
    'a token of the future': () => `Bearer ${idp.token({ nbf: past() + 7200 })}`,
    'a token that never ends': () => `Bearer ${idp.token({ exp: undefined })}`,
    'a token without subject': () => `Bearer ${idp.token({ sub: undefined })}`,
    'another issuer': () => `Bearer ${idp.token({ iss: 'https://evil.example' })}`,
    'another audience': () => `Bearer ${idp.token({ aud: 'another-api' })}`,
    'algorithm none': () => `Bearer ${idp.unsigned()}`,
    'a signature made with the public key as a shared secret': () => `Bearer ${idp.signedWithPublicKey()}`,
    'an unknown key id': () => `Bearer ${idp.token({}, { kid: 'unknown' })}`,
    'no key id': () => `Bearer ${idp.token({}, { kid: undefined })}`,
    'a tampered payload': () => `Bearer ${tampered(idp.token())}`,
  };
  for (const [name, header] of Object.entries(cases)) {
    it(name, async () => {
      expect(await authorize(header())).toBeUndefined();
      expect(troubles).toEqual([]);
    });
  }
});

describe('an outage of the issuer', () => {
  it('leaves it open who calls while no signing key is known, and tells the operator', async () => {
    idp.outage(true);
    await expect(bearer(idp.token())).rejects.toThrow(IdentityUndecided);
    expect(troubles).toMatchObject([{ event: 'signing-keys-unusable' }]);
    idp.outage(false);
    expect(await bearer(idp.token())).toMatchObject({ id: 'user-1' });
  });

  it('does not touch callers whose signing key is known', async () => {
    await bearer(idp.token());
    idp.outage(true);
    expect(await bearer(idp.token({ sub: 'user-2' }))).toMatchObject({ id: 'user-2' });
    expect(troubles).toEqual([]);
  });

  it('is told apart from a bad token: unreadable configuration is reported', async () => {
    const failing = createAuthorize({
      readTrust: () => Promise.reject(new Error('no parameters')),
      report: (trouble) => troubles.push(trouble),
    });
    await expect(failing(`Bearer ${idp.token()}`)).rejects.toThrow(IdentityUndecided);
    expect(troubles).toEqual([{ event: 'trust-unreadable', detail: 'no parameters' }]);
  });
});

describe('signing keys', () => {
  it('are fetched once for many callers', async () => {
    const before = idp.keyRequests();
    await bearer(idp.token());
    await bearer(idp.token({ sub: 'user-2' }));
    expect(idp.keyRequests() - before).toBe(1);
  });

  it('are fetched again when the issuer rotates them', async () => {
    await bearer(idp.token());
    idp.rotate();
    expect(await bearer(idp.token())).toMatchObject({ id: 'user-1' });
  });

  it('are never fetched over http from another machine', async () => {
    const elsewhere = createAuthorize({
      readTrust: async () => ({
        ...trust(),
        issuers: [{ issuer: idp.issuer, audience: AUDIENCE, jwksUri: 'http://issuer.example/jwks' }],
      }),
      report: (trouble) => troubles.push(trouble),
    });
    await expect(elsewhere(`Bearer ${idp.token()}`)).rejects.toThrow(IdentityUndecided);
    expect(troubles).toHaveLength(1);
  });
});

function tampered(token: string): string {
  const [header, , signature] = token.split('.');
  const payload = Buffer.from(JSON.stringify({ iss: idp.issuer, aud: AUDIENCE, sub: 'admin', exp: 9999999999 }));
  return `${header}.${payload.toString('base64url')}.${signature}`;
}
