import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { UsageError } from '../../bin/cli/errors.ts';
import { gatherCredentials } from '../../scripts/conformance/credentials.ts';
import { readFlags } from '../../scripts/conformance/flags.ts';

const directory = mkdtempSync(join(tmpdir(), 'dxcp-credentials-'));
let server: Server | undefined;

afterEach(() => {
  server?.close();
  server?.closeAllConnections();
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Somewhere on this machine that answers like that. */
const answering = async (listener: RequestListener): Promise<string> => {
  server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('It has no port');
  return `http://127.0.0.1:${address.port}`;
};

describe('The credentials of the conformance suite', () => {
  it('come from variables and from files that variables name, when the plane signs nobody in', async () => {
    const url = await answering((_, response) => response.writeHead(404).end());
    const file = join(directory, 'token');
    writeFileSync(file, 'of-an-admin\n');
    const aws = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret', AWS_REGION: 'eu-central-1' };
    const { tokens, signer, expired } = await gatherCredentials(url, {
      DXCP_CONFORMANCE_OWNER_TOKEN: ' of-an-owner ',
      DXCP_CONFORMANCE_ADMIN_TOKEN_FILE: file,
      DXCP_CONFORMANCE_CI_TOKEN: '',
      ...aws,
    });
    expect(tokens).toEqual({ owner: 'of-an-owner', admin: 'of-an-admin' });
    expect(signer).toMatchObject({ region: 'eu-central-1', credentials: { accessKeyId: 'AKIAEXAMPLE' } });
    expect(expired).toBeUndefined();
  });

  it('are those of its people on a local plane, but for what is given', async () => {
    const url = await answering((request, response) => {
      if (request.url !== '/.local/token') return response.writeHead(request.url === '/.local/' ? 200 : 404).end();
      request.on('data', (body) => {
        const accessToken = `of-${JSON.parse(String(body)).user}`;
        response.end(JSON.stringify({ accessToken, expiresIn: 60 }));
      });
      return response;
    });
    const { tokens } = await gatherCredentials(url, { DXCP_CONFORMANCE_OWNER_TOKEN: 'given' });
    expect(tokens).toEqual({
      admin: 'of-admin',
      roleless: 'of-newcomer',
      owner: 'given',
      stranger: 'of-owner2',
      observer: 'of-observer',
      ci: 'of-ci',
    });
  });
});

describe('The flags of the conformance suite', () => {
  it.each([
    { args: [], why: 'no plane' },
    { args: ['--base-url', 'dxcp'], why: 'no address' },
    { args: ['--base-url', 'http://dxcp.example.com'], why: 'tokens in the clear' },
    { args: ['--base-url', 'https://dxcp.example.com', '--profile', 'lenient'], why: 'an unknown profile' },
    { args: ['--base-url', 'https://dxcp.example.com', '--token', 'secret'], why: 'a token on the command line' },
  ])('are refused with $why', ({ args }) => {
    expect(() => readFlags(args)).toThrow(UsageError);
  });

  it('change nothing and fail for nothing that is missing, unless asked to', () => {
    expect(readFlags(['--base-url', 'https://dxcp.example.com/'])).toMatchObject({
      baseUrl: 'https://dxcp.example.com',
      signedUrl: 'https://dxcp.example.com',
      isActive: false,
      profile: 'diagnostic',
      only: [''],
    });
  });
});
