import * as z from 'zod';
import { SignInFailed } from '../errors.ts';
import { reach } from '../http.ts';
import type { Terminal } from '../terminal.ts';
import type { IssuedToken } from './local.ts';

const site = z.object({
  issuer: z.url(),
  clientId: z.string(),
  scope: z.string().default('openid'),
  audience: z.string().optional(),
});
const discovery = z.object({ token_endpoint: z.url(), device_authorization_endpoint: z.url().optional() });
const grant = z.object({
  device_code: z.string(),
  user_code: z.string(),
  verification_uri: z.string(),
  verification_uri_complete: z.string().optional(),
  expires_in: z.number(),
  interval: z.number().default(5),
});
const token = z.object({ access_token: z.string(), expires_in: z.number().optional() });
const refusal = z.object({ error: z.string(), error_description: z.string().optional() });

const SLOW_DOWN_SECONDS = 5;
const ask = 'Sign in with --token, or put a token into DXCP_TOKEN.';

/** The device flow of OAuth (RFC 8628): a person confirms in any browser. The plane's site names the issuer. */
export const signInByDevice = async (origin: string, terminal: Terminal): Promise<IssuedToken> => {
  const { issuer, clientId, scope, audience } = await read(`${origin}/config.json`, site);
  const known = await read(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, discovery);
  if (!known.device_authorization_endpoint) throw new SignInFailed(`The issuer has no device sign-in. ${ask}`);
  const asked = await post(known.device_authorization_endpoint, {
    client_id: clientId,
    scope,
    ...(audience === undefined ? {} : { audience }),
  });
  const granted = grant.safeParse(asked);
  if (!granted.success) throw new SignInFailed(`The issuer refused the device sign-in. ${ask}`);
  const { verification_uri_complete, verification_uri, user_code } = granted.data;
  terminal.err(`Open ${verification_uri_complete ?? verification_uri} and confirm the code ${user_code}\n`);
  return awaitToken({ endpoint: known.token_endpoint, clientId, ...granted.data }, terminal);
};

type Wait = { endpoint: string; clientId: string; device_code: string; expires_in: number; interval: number };

const awaitToken = async (wait: Wait, terminal: Terminal): Promise<IssuedToken> => {
  const until = terminal.now() + wait.expires_in * 1000;
  for (let seconds = wait.interval; terminal.now() < until; ) {
    await terminal.pause(seconds * 1000);
    const answer = await post(wait.endpoint, {
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: wait.device_code,
      client_id: wait.clientId,
    });
    const issued = token.safeParse(answer);
    if (issued.success) return withExpiry(issued.data, terminal.now());
    const { error, error_description } = refusal.parse(answer);
    if (error === 'slow_down') seconds += SLOW_DOWN_SECONDS;
    else if (error !== 'authorization_pending')
      throw new SignInFailed(error_description ?? `The issuer said ${error}.`);
  }
  throw new SignInFailed('Nobody confirmed in time.');
};

const withExpiry = ({ access_token, expires_in }: z.infer<typeof token>, now: number): IssuedToken =>
  expires_in === undefined
    ? { token: access_token }
    : { token: access_token, expiresAt: new Date(now + expires_in * 1000).toISOString() };

const read = async <Shape extends z.ZodType>(url: string, shape: Shape): Promise<z.output<Shape>> => {
  const response = await reach(new Request(url));
  const found = response.ok ? shape.safeParse(await response.json().catch(() => undefined)) : undefined;
  if (!found?.success) throw new SignInFailed(`${url} does not say how to sign in. ${ask}`);
  return found.data;
};

const post = async (url: string, form: Record<string, string>): Promise<unknown> => {
  const response = await reach(new Request(url, { method: 'POST', body: new URLSearchParams(form) }));
  return response.json().catch(() => ({ error: `status ${response.status}` }));
};
