import { readFileSync } from 'node:fs';
import { findSigner, type Signer } from '../../bin/cli/credentials.ts';
import { reach } from '../../bin/cli/http.ts';
import { isLoopback } from '../../bin/cli/plane.ts';
import { signInLocally } from '../../bin/cli/sign-in/local.ts';

/** Who can stand before a plane. `stranger` owns another delivery group than `owner`; `signed` has AWS credentials. */
export const credentials = ['admin', 'owner', 'stranger', 'observer', 'ci', 'roleless', 'signed'] as const;
export type Credential = (typeof credentials)[number];
export type TokenBearer = Exclude<Credential, 'signed'>;

/** Who a check can call as: those with credentials are asked for first. */
export type Keyring = {
  readonly tokens: Readonly<Partial<Record<TokenBearer, string>>>;
  readonly signer?: Signer;
  /** A token that is no longer good, where the plane has a way to make one. */
  readonly expired?: () => Promise<string>;
};

/** The seeded people of a local plane. */
const seeded: Readonly<Record<TokenBearer, string>> = {
  admin: 'admin',
  owner: 'owner',
  stranger: 'owner2',
  observer: 'observer',
  ci: 'ci',
  roleless: 'newcomer',
};

const bearers = credentials.filter((name) => name !== 'signed');

export const variableOf = (bearer: TokenBearer): string => `DXCP_CONFORMANCE_${bearer.toUpperCase()}_TOKEN`;

/** Tokens from the environment or from files that it names; on a local plane, what is missing is signed in for. */
export async function gatherCredentials(baseUrl: string, env: NodeJS.ProcessEnv): Promise<Keyring> {
  const isLocal = isLoopback(baseUrl) && (await signsIn(baseUrl));
  const tokens: Partial<Record<TokenBearer, string>> = {};
  for (const bearer of bearers) {
    const given = givenToken(bearer, env);
    const person = seeded[bearer];
    if (given !== undefined) tokens[bearer] = given;
    else if (isLocal) tokens[bearer] = (await signInLocally(baseUrl, person, Date.now())).token;
  }
  const signer = await findSigner({ env }, { url: baseUrl }).catch(() => undefined);
  return { tokens, ...(signer && { signer }), ...(isLocal && { expired: () => expiredToken(baseUrl) }) };
}

function givenToken(bearer: TokenBearer, env: NodeJS.ProcessEnv): string | undefined {
  const name = variableOf(bearer);
  const file = env[`${name}_FILE`];
  const text = env[name] ?? (file ? readFileSync(file, 'utf8') : undefined);
  return text?.trim() || undefined;
}

const signsIn = async (baseUrl: string): Promise<boolean> =>
  (await reach(new Request(`${baseUrl}/.local/`, { headers: { accept: 'application/json' } }))).ok;

/** Good for one second, and shown after two. */
async function expiredToken(baseUrl: string): Promise<string> {
  const body = JSON.stringify({ user: 'admin', expiresInSeconds: 1 });
  const headers = { accept: 'text/plain', 'content-type': 'application/json' };
  const token = await (await reach(new Request(`${baseUrl}/.local/token`, { method: 'POST', headers, body }))).text();
  await new Promise((resolve) => setTimeout(resolve, 2000));
  return token;
}
