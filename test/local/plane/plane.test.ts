import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, createClient } from '../../../lib/contract/client.ts';
import { captureFunctionLog } from '../../../lib/local/plane/function-log.ts';
import { type Plane, startPlane } from '../../../lib/local/plane/plane.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'dxcp-plane-'));
const logDir = mkdtempSync(join(tmpdir(), 'dxcp-log-'));
const troubles: string[] = [];
let plane: Plane;

beforeAll(async () => {
  captureFunctionLog(join(logDir, 'functions.log'));
  const report = (where: string, error: unknown) => void troubles.push(`${where}: ${error}`);
  plane = await startPlane({ port: 0, dataDir, speed: 20, skipUi: true, report });
});
afterAll(async () => {
  await plane.stop();
  for (const directory of [dataDir, logDir]) rmSync(directory, { recursive: true });
});

const as = (user: string): Client =>
  createClient({
    baseUrl: plane.url,
    token: async () => {
      const response = await fetch(`${plane.url}/.local/token`, { method: 'POST', body: JSON.stringify({ user }) });
      return ((await response.json()) as { accessToken: string }).accessToken;
    },
  });

async function deploy(client: Client, service: string, environment: string, version: string) {
  const body = { service, environment, version, recipeId: 'default', changeSummary: 'Try it' };
  const { id } = await client.deployments.create({ body });
  return finished(client, id);
}

/** The plane's own clock is fast; this only asks until it is done. */
async function finished(client: Client, id: string) {
  for (;;) {
    const deployment = await client.deployments.get({ params: { id } });
    if (!['PENDING', 'ACTIVE', 'IN_PROGRESS'].includes(deployment.state)) return deployment;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('a local plane', () => {
  it('begins with the seeded environments, recipes, groups, services and builds', async () => {
    const admin = as('admin');
    const names = async <T>(page: Promise<{ items: T[] }>, name: (item: T) => string) =>
      (await page).items.map(name).sort();
    expect(await names(admin.environments.list(), ({ name }) => name)).toEqual(['prod', 'sandbox', 'staging']);
    expect(await names(admin.recipes.list(), ({ id }) => id)).toEqual(['blue-green', 'canary', 'default']);
    expect(await names(admin.services.list(), ({ name }) => name)).toEqual([
      'billing-api',
      'demo-service',
      'demo-service-2',
    ]);
    const groups = (await admin.deliveryGroups.list()).items;
    expect(
      groups.map(({ id, owners, environments }) => [id, owners, environments.map((each) => each.enabled)]),
    ).toEqual([
      ['demo', ['owner@example.com'], [true, true, false]],
      ['payments', ['owner2@example.com'], [true, true, true]],
    ]);
    const { versions } = await admin.services.versions({ params: { service: 'demo-service' } });
    expect(versions.map(({ version }) => version)).toEqual(['1.5.0', '1.4.0', '1.3.0', '1.2.0', '1.1.0', '1.0.0']);
  });

  it('deploys for real: the service answers with the version that DXCP says is running, and a rollback brings it back', async () => {
    const owner = as('owner');
    expect(await deploy(owner, 'demo-service', 'sandbox', '1.0.0')).toMatchObject({ state: 'SUCCEEDED' });
    const second = await deploy(owner, 'demo-service', 'sandbox', '1.1.0');
    expect(second).toMatchObject({ state: 'SUCCEEDED', outcome: 'SUCCEEDED' });
    const { urlTemplate = '' } = await owner.services.get({ params: { service: 'demo-service' } });
    const url = urlTemplate.replace('{environment}', 'sandbox').replace('{service}', 'demo-service');
    const shown = async () => (await (await fetch(url)).json()) as unknown;
    expect(await shown()).toMatchObject({ service: 'demo-service', version: '1.1.0', environment: 'sandbox' });
    const rollback = await owner.deployments.rollback({ params: { id: second.id } });
    expect(await finished(owner, rollback.id)).toMatchObject({ state: 'SUCCEEDED', version: '1.0.0' });
    expect(await shown()).toMatchObject({ version: '1.0.0' });
  });

  it('shows each way to fail', async () => {
    const owner = as('owner');
    const failureOf = async (version: string) => {
      const { state, failures } = await deploy(owner, 'demo-service', 'staging', version);
      return [state, failures[0]?.category];
    };
    expect(await failureOf('1.3.0')).toEqual(['FAILED', 'APP']);
    expect(await failureOf('1.4.0')).toEqual(['FAILED', 'ARTIFACT']);
    expect(await failureOf('1.5.0')).toEqual(['FAILED', 'TIMEOUT']);
  });

  it('hears of its engine by events, sent to an address with a slash at the end, which need the secret', async () => {
    const lines = readFileSync(join(logDir, 'functions.log'), 'utf8').split('\n');
    const taken = lines.filter((line) => line.includes('"operation":"engine.events"') && line.includes('"status":202'));
    expect(taken.length).toBeGreaterThan(20);
    const wrong = [undefined, 'Bearer wrong', `Basic ${Buffer.from('engine:wrong').toString('base64')}`];
    const doors = ['/v1/engine/events', '/v1/engine/events/', '/v1/engine/events/spinnaker/'];
    for (const [authorization, door] of wrong.flatMap((one) => doors.map((each) => [one, each] as const))) {
      const response = await fetch(`${plane.url}${door}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
        body: '{}',
      });
      expect([response.status, await response.json()]).toEqual([401, { message: 'Unauthorized' }]);
    }
  });

  it('says to everybody whether its engine can be reached, and what it can do', async () => {
    expect((await as('observer').settings.public()).engine).toEqual({
      available: true,
      abilities: { search: true, cancel: true, observation: true, events: true },
    });
  });

  it('lets the signing publisher in at the signed twins only', async () => {
    const response = await fetch(`${plane.url}/.local/credentials`);
    const { accessKeyId, secretAccessKey, region, service, signedBase } = (await response.json()) as Record<
      string,
      string
    >;
    const credentials = { accessKeyId: accessKeyId ?? '', secretAccessKey: secretAccessKey ?? '' };
    const signer = new SignatureV4({ credentials, region: region ?? '', service: service ?? '', sha256: Sha256 });
    const url = new URL(`${signedBase}/whoami`);
    const signed = await signer.sign({
      method: 'GET',
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      headers: { host: url.host },
    });
    const whoami = (await (await fetch(url, { headers: signed.headers })).json()) as { actor: object };
    expect(whoami.actor).toMatchObject({
      role: 'CI_PUBLISHER',
      id: 'arn:aws:iam::000000000000:role/dxcp-local-publisher',
    });
    expect((await fetch(url)).status).toBe(403);
  });

  it('has no failure that nobody was told of', () => {
    expect(troubles).toEqual([]);
  });
});

describe('the pages of a plane', () => {
  it('are sent with the security headers, the API reference too', async () => {
    const reference = await fetch(`${plane.url}/docs`);
    expect(reference.status).toBe(200);
    expect(reference.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
    expect(await reference.text()).toContain('POST /v1/deployments');
  });

  it('tell the web UI where to sign in', async () => {
    const configuration = (await (await fetch(`${plane.url}/config.json`)).json()) as { issuer: string };
    const discovery = await fetch(`${configuration.issuer}/.well-known/openid-configuration`);
    expect(await discovery.json()).toMatchObject({ issuer: configuration.issuer });
  });

  it('describe everything local, for people and for programs', async () => {
    const page = await fetch(`${plane.url}/.local/`, { headers: { accept: 'text/html' } });
    expect(await page.text()).toContain('How the engine can misbehave');
    expect(await (await fetch(`${plane.url}/.local/`)).json()).toMatchObject({ clock: { speed: 20 }, url: plane.url });
  });

  it('leave no way out of their directory', async () => {
    for (const path of ['/../package.json', '/assets/..%2f..%2fpackage.json', '/%2e%2e/package.json']) {
      expect((await fetch(plane.url + path)).status).not.toBe(200);
    }
  });
});

describe('the helpers of a plane', () => {
  it('are refused to pages from elsewhere', async () => {
    const cross = await fetch(`${plane.url}/.local/`, { headers: { 'sec-fetch-site': 'cross-site' } });
    expect(cross.status).toBe(403);
  });

  it('say which users there are when one is unknown', async () => {
    const response = await fetch(`${plane.url}/.local/token`, { method: 'POST', body: '{"user":"root"}' });
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('admin, owner, owner2, observer, ci');
  });

  it('add services and groups for admins, once, and say what is wrong with a file', async () => {
    const add = async (user: string, file: unknown) => {
      const token = await fetch(`${plane.url}/.local/token`, {
        method: 'POST',
        body: JSON.stringify({ user }),
        headers: { accept: 'text/plain' },
      });
      const headers = { authorization: `Bearer ${await token.text()}` };
      const response = await fetch(`${plane.url}/.local/seed`, { method: 'POST', headers, body: JSON.stringify(file) });
      return (await response.json()) as object;
    };
    const service = { name: 'search-api', allowedRecipes: ['default'], artifactSources: [] };
    const group = {
      id: 'search',
      name: 'Search',
      owners: ['owner@example.com'],
      services: ['search-api'],
      allowedRecipes: ['default'],
      environments: [{ name: 'sandbox', enabled: true, promotionOrder: 1 }],
    };
    expect(await add('owner', {})).toEqual({ message: 'Only platform admins may add to a plane' });
    const both = ['service search-api', 'delivery group search'];
    const file = { services: [service], deliveryGroups: [group] };
    expect(await add('admin', file)).toEqual({ ok: true, inserted: both, unchanged: [] });
    expect(await add('admin', file)).toEqual({ ok: true, inserted: [], unchanged: both });
    const wrong = { ...group, id: 'other', allowedRecipes: ['big-bang'] };
    expect(await add('admin', { deliveryGroups: [wrong] })).toEqual({
      ok: false,
      errors: [
        'delivery group other: there is no recipe big-bang',
        'delivery group other: service search-api is in search',
      ],
    });
  });
});
