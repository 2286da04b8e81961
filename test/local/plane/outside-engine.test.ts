import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ActResult, ReleaseOrder } from '../../../lib/local/engine/conductor.ts';
import { type DeployerDoor, openDeployerDoor } from '../../../lib/local/plane/deployer-door.ts';
import { readFlags } from '../../../scripts/start/flags.ts';

const TOKEN = 'door-token';
const order = {
  id: '01JZ0000000000000000000001',
  service: 'demo-service',
  environment: 'sandbox',
  version: '1.0.0',
  artifactRef: 's3://builds/demo-service/demo-service-1.0.0.zip',
};

let acts: string[];
let verdict: ActResult;
let door: DeployerDoor;

beforeEach(async () => {
  acts = [];
  verdict = { ok: true };
  const act = (what: string) => async (release: ReleaseOrder) => {
    acts.push(`${what} ${release.id} from ${release.bucket}/${release.key}`);
    return verdict;
  };
  const deployer = {
    prepare: act('prepare'),
    launch: act('launch'),
    activate: act('activate'),
    discard: async (id: string) => void acts.push(`discard ${id}`),
    serving: () => [],
    open: async () => '',
    close: async () => undefined,
  };
  door = await openDeployerDoor(deployer, { port: 0, token: TOKEN });
});
afterEach(() => door.close());

async function send(act: string, body: unknown = order, token = TOKEN): Promise<{ status: number; body: unknown }> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const response = await fetch(`${door.url}/releases/${act}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
}

describe('the door in front of the services, for an engine outside the plane', () => {
  test('carries out what a pipeline asks for', async () => {
    for (const act of ['prepare', 'launch', 'activate'])
      expect(await send(act)).toEqual({ status: 200, body: { ok: true } });
    const from = 'from builds/demo-service/demo-service-1.0.0.zip';
    expect(acts).toEqual([`prepare ${order.id} ${from}`, `launch ${order.id} ${from}`, `activate ${order.id} ${from}`]);
  });

  test('says why a release cannot go on, with a status no engine tries again, and removes it', async () => {
    verdict = { ok: false, reason: 'unhealthy', message: 'Readiness probe failed' };
    expect(await send('launch')).toEqual({
      status: 422,
      body: { error: 'unhealthy', message: 'Readiness probe failed' },
    });
    expect(acts.at(-1)).toBe(`discard ${order.id}`);
  });

  test('removes what was left on its way when the next release comes for the place', async () => {
    await send('launch');
    await send('prepare', { ...order, environment: 'staging', id: 'elsewhere' });
    expect(acts.join()).not.toContain('discard');
    await send('prepare', { ...order, id: 'next' });
    expect(acts).toContain(`discard ${order.id}`);
  });

  test.each([
    ['without the token', 401, () => send('launch', order, 'guessed')],
    ['of another act', 404, () => send('destroy')],
    ['with an id that is a path', 400, () => send('launch', { ...order, id: '../../etc' })],
    ['without an artifact', 400, () => send('launch', { ...order, artifactRef: 'builds/demo-service.zip' })],
    ['larger than any order', 413, () => send('launch', { ...order, filler: 'x'.repeat(20_000) })],
  ] as const)('refuses a call %s with %i, and nothing happens', async (_what, status, call) => {
    expect((await call()).status).toBe(status);
    expect(acts).toEqual([]);
  });
});

describe('npm start with an engine outside', () => {
  const url = ['--engine-url', 'http://127.0.0.1:8083'];

  test('takes what it needs from the command line and the environment', () => {
    expect(readFlags(url, { DEPLOYER_TOKEN: 'd', DEPLOYER_PORT: '9000', ENGINE_TOKEN: 'e' }).engine).toEqual({
      url: 'http://127.0.0.1:8083',
      token: 'e',
      deployer: { port: 9000, token: 'd' },
    });
    expect(readFlags(url, { DEPLOYER_TOKEN: 'd' }).engine).toEqual({
      url: 'http://127.0.0.1:8083',
      deployer: { port: 8099, token: 'd' },
    });
    expect(readFlags([], { DEPLOYER_TOKEN: 'd' }).engine).toBeUndefined();
  });

  test.each([
    ['a token for the pipelines', url, {}, /DEPLOYER_TOKEN/],
    ['an address', ['--engine-url', 'gate'], { DEPLOYER_TOKEN: 'd' }, /--engine-url takes an address/],
    ['the time of the world', [...url, '--speed', '5'], { DEPLOYER_TOKEN: 'd' }, /--speed/],
    ['a port that exists', url, { DEPLOYER_TOKEN: 'd', DEPLOYER_PORT: '70000' }, /DEPLOYER_PORT/],
  ] as const)('insists on %s', (_what, args, env, words) => {
    expect(() => readFlags(args, env)).toThrow(words);
  });
});
