import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { verifySignature } from '../../lib/local/aws/sigv4/verify.ts';
import { whoIs } from './examples.ts';
import { answerOf, type Call, type ScriptedPlane, startScriptedPlane } from './scripted-plane.ts';
import { NOW, scriptedTerminal } from './scripted-terminal.ts';

let plane: ScriptedPlane | undefined;
afterEach(() => plane?.close());

const FROM_ELSEWHERE = /^Bearer h\.[\w-]+\.s$/;

/** A local plane that numbers the tokens it issues and believes only the newest, and those of its issuer. */
const startIssuing = async () => {
  let issued = 0;
  plane = await startScriptedPlane({
    'POST /.local/token': ({ body }) => {
      if (JSON.parse(body).user !== 'owner') return { status: 400, body: { message: 'There is no user nobody' } };
      issued += 1;
      return { status: 200, body: { accessToken: `token-${issued}`, expiresIn: 3600 } };
    },
    'GET /v1/whoami': ({ headers }) =>
      headers.authorization === `Bearer token-${issued}` || FROM_ELSEWHERE.test(headers.authorization ?? '')
        ? answerOf('identity.whoami', whoIs('DELIVERY_OWNER'))
        : { status: 401, body: { message: 'Unauthorized' } },
  });
  return {
    ...plane,
    forgetTokens: () => {
      issued += 1;
    },
  };
};

const profilesIn = async (home: string) => JSON.parse(await readFile(join(home, 'profiles.json'), 'utf8'));

describe('dxcp login', () => {
  it('signs a seeded user in to a local plane and remembers it for the owner of the file only', async () => {
    const { url } = await startIssuing();
    const { dxcp, home } = await scriptedTerminal();
    const { code, out } = await dxcp('login', '--url', url);
    expect(code).toBe(0);
    expect(out).toContain('owner@example.com  DELIVERY_OWNER');
    expect((await stat(join(home, 'profiles.json'))).mode & 0o777).toBe(0o600);
    expect((await profilesIn(home)).local).toMatchObject({ url, user: 'owner', token: 'token-1' });
    expect((await dxcp('whoami')).code).toBe(0);
  });

  it('says in the plane’s words why a user cannot sign in', async () => {
    const { url } = await startIssuing();
    const { dxcp } = await scriptedTerminal();
    const { code, err } = await dxcp('login', '--url', url, '--user', 'nobody');
    expect({ code, err }).toEqual({ code: 4, err: '✗ There is no user nobody\n' });
  });

  it('renews in silence when the sign-in is over, and when the plane no longer believes it', async () => {
    const { url, forgetTokens } = await startIssuing();
    const { dxcp, home, advance } = await scriptedTerminal();
    await dxcp('login', '--url', url);
    advance(3_600_000);
    expect(await dxcp('whoami')).toMatchObject({ code: 0, err: '' });
    expect((await profilesIn(home)).local.token).toBe('token-2');
    forgetTokens();
    expect(await dxcp('whoami')).toMatchObject({ code: 0, err: '' });
    expect((await profilesIn(home)).local.token).toBe('token-4');
  });

  it('never shows a token to another plane than its own', async () => {
    const { url } = await startIssuing();
    const { dxcp } = await scriptedTerminal();
    await dxcp('login', '--url', url);
    const other = await startScriptedPlane({});
    const { code } = await dxcp('whoami', '--url', other.url);
    await other.close();
    expect(code).toBe(4);
    expect(other.calls).toHaveLength(0);
  });

  it('takes a token from standard input and knows when it ends', async () => {
    const { url } = await startIssuing();
    const claims = Buffer.from(JSON.stringify({ exp: NOW / 1000 + 600 })).toString('base64url');
    const { dxcp, home } = await scriptedTerminal({ input: `h.${claims}.s\n` });
    await dxcp('login', '--profile', 'prod', '--url', url, '--token', '-', '--region', 'eu-central-1');
    expect((await profilesIn(home)).prod).toEqual({
      url,
      region: 'eu-central-1',
      token: `h.${claims}.s`,
      expiresAt: '2026-11-21T09:40:00.000Z',
    });
  });

  it('keeps who was signed in when the new token is not believed', async () => {
    const { url } = await startIssuing();
    const { dxcp, home } = await scriptedTerminal();
    expect((await dxcp('login', '--url', url)).code).toBe(0);
    expect((await dxcp('login', '--url', url, '--token', 'bad')).code).toBe(4);
    expect((await profilesIn(home)).local).toMatchObject({ user: 'owner', token: 'token-1' });
  });

  it('leaves a file that is no file of profiles alone', async () => {
    const { dxcp, home } = await scriptedTerminal();
    const { writeFile } = await import('node:fs/promises');
    await writeFile(join(home, 'profiles.json'), 'not json');
    expect((await dxcp('whoami')).code).toBe(2);
    expect(await readFile(join(home, 'profiles.json'), 'utf8')).toBe('not json');
  });
});

describe('dxcp builds register', () => {
  const registration = {
    service: 'demo-service',
    version: '1.2.0',
    artifactRef: 's3://artifacts/demo-service/demo-service-1.2.0.zip',
    sha256: 'a'.repeat(64),
    sizeBytes: 1000,
    contentType: 'application/zip',
    gitSha: 'abcdef1',
    gitBranch: 'main',
    ciProvider: 'github',
    ciRunId: '1',
    builtAt: '2026-11-21T09:00:00Z',
  };
  const build = {
    ...registration,
    status: 'VERIFIED',
    registeredAt: '2026-11-21T09:30:00Z',
    registeredBy: 'arn:aws:iam::000000000000:role/publisher',
  };
  const secret = { accessKeyId: 'AKIDLOCAL', secretAccessKey: 'not-a-secret' };

  const verdictOn = ({ method, url, headers, body }: Call) => {
    const flat = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    return verifySignature(
      { method, url, headers: flat, body: Buffer.from(body) },
      { secretFor: () => secret, service: 'execute-api', region: 'eu-west-1', now: Date.now() },
    );
  };

  it('is a call to the signed twin that the publisher of the plane has signed', async () => {
    plane = await startScriptedPlane({
      'GET /.local/credentials': () => ({ status: 200, body: { ...secret, region: 'eu-west-1' } }),
      'POST /v1/signed/builds/register': () => answerOf('builds.register', build),
    });
    const { dxcp } = await scriptedTerminal({ url: plane.url, input: JSON.stringify(registration) });
    const { code, out } = await dxcp('builds', 'register', '-');
    expect({ code, out: out.split('\n')[0] }).toEqual({ code: 0, out: 'demo-service 1.2.0 is registered  VERIFIED' });
    const call = plane.calls.at(-1);
    expect(call?.headers.authorization).toContain('idempotency-key');
    expect(call && verdictOn(call)).toMatchObject({ ok: true, accessKeyId: 'AKIDLOCAL' });
  });

  it('says field by field what is wrong with a registration before it is sent', async () => {
    plane = await startScriptedPlane({});
    const { dxcp } = await scriptedTerminal({
      url: plane.url,
      input: JSON.stringify({ ...registration, sha256: 'ABC' }),
    });
    const { code, err } = await dxcp('builds', 'register', '-');
    expect(code).toBe(2);
    expect(err).toContain('sha256: must be a SHA-256 digest in lower-case hex');
    expect(plane.calls).toHaveLength(0);
  });
});
