import { afterAll, beforeAll, expect, it } from 'vitest';
import { callerOf } from '../../lib/http/auth/caller.ts';
import { AUDIENCE, startTestIssuer, type TestIssuer } from './tokens.ts';

let idp: TestIssuer;
let handler: typeof import('../../functions/auth/authorizer.ts').handler;

beforeAll(async () => {
  idp = await startTestIssuer();
  process.env.DXCP_OIDC_ISSUER = idp.issuer;
  process.env.DXCP_OIDC_AUDIENCE = AUDIENCE;
  process.env.DXCP_OIDC_JWKS_URI = idp.jwksUri;
  for (const name of ['ROLES_CLAIM', 'GROUPS_CLAIM', 'EMAIL_CLAIM'])
    process.env[`DXCP_OIDC_${name}`] = name.toLowerCase();
  for (const role of ['PLATFORM_ADMIN', 'DELIVERY_OWNER', 'OBSERVER', 'CI_PUBLISHER']) {
    process.env[`DXCP_OIDC_ROLE_${role}`] = role;
  }
  ({ handler } = await import('../../functions/auth/authorizer.ts'));
});
afterAll(() => idp.close());

it('answers the gateway with a caller that handlers can read', async () => {
  const token = idp.token({ roles_claim: ['OBSERVER'] });
  const answer = await handler({ headers: { authorization: `Bearer ${token}` } });
  expect(answer.isAuthorized).toBe(true);
  expect(callerOf({ requestContext: { authorizer: { lambda: answer.context } } })).toMatchObject({
    id: 'user-1',
    role: 'OBSERVER',
  });
});

it('refuses by the message that the gateway turns into 401', async () => {
  await expect(handler({ headers: { authorization: `Bearer ${idp.unsigned()}` } })).rejects.toThrow(/^Unauthorized$/);
  await expect(handler({ headers: {} })).rejects.toThrow(/^Unauthorized$/);
});

it('fails, rather than refuse, while nobody can say whether a token is good', async () => {
  idp.outage(true);
  const unknown = idp.token({ sub: 'user-3' }, { kid: 'rotated-meanwhile' });
  await expect(handler({ headers: { authorization: `Bearer ${unknown}` } })).rejects.toThrow('signing-keys-unusable');
  idp.outage(false);
});
