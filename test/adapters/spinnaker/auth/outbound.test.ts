import { createServer } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createSpinnakerEngine } from '../../../../lib/adapters/spinnaker/engine.ts';
import { createHttp } from '../../../../lib/adapters/spinnaker/outbound/http.ts';
import type { Resolve } from '../../../../lib/adapters/spinnaker/outbound/lookup.ts';
import { orderFor } from '../fixtures/orders.ts';
import { faultOf } from './configured.ts';
import { gateThat, json, serve } from './servers.ts';

const look = [{ executionId: '01JT0000000000000000000001', steps: [] }];

type Options = { readonly resolve?: Resolve; readonly allowLoopback?: boolean; readonly callMs?: number };
const engineAt = (gateUrl: string, { resolve, allowLoopback = true, callMs = 2000 }: Options = {}) =>
  createSpinnakerEngine({
    gateUrl,
    http: createHttp({ allowLoopback, resolve }),
    clock: { now: () => new Date() },
    sleep: async () => undefined,
    timeouts: { callMs },
  });

const leadsTo =
  (...addresses: readonly string[]): Resolve =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

describe('A name', () => {
  test.each([
    [['169.254.169.254']],
    [['10.0.0.1', '169.254.169.254']],
    [['fd00:ec2::254']],
    [['::ffff:169.254.169.254']],
    [['127.0.0.1']],
    [['::1']],
    [['0.0.0.0']],
  ])('that leads to %j is not called, though it is written well', async (addresses) => {
    const engine = engineAt('https://gate.example', { resolve: leadsTo(...addresses), allowLoopback: false });
    const fault = await faultOf(engine.start(orderFor()));
    expect(fault).toMatchObject({ kind: 'MISCONFIGURED', ambiguous: false });
    expect(fault.message).toContain('does not call');
    expect(fault.message).not.toMatch(/\d+\.\d+|::/);
  });

  test('is judged anew for each connection: one that changes its mind is not called again', async () => {
    const gate = await serve(gateThat(() => true));
    const answers = ['127.0.0.1', '169.254.169.254'];
    let asked = 0;
    const resolve: Resolve = async () => {
      asked += 1;
      return [{ address: answers[asked - 1] ?? '', family: 4 }];
    };
    const engine = engineAt(`http://gate.localhost:${gate.port}`, { resolve });
    expect(await engine.start(orderFor())).toMatchObject({ kind: 'accepted' });
    expect(await faultOf(engine.start(orderFor()))).toMatchObject({ kind: 'MISCONFIGURED', ambiguous: false });
    expect(gate.seen).toHaveLength(1);
  });

  test('that should be this machine, without TLS, is called nowhere else', async () => {
    const engine = engineAt('http://gate.localhost', { resolve: leadsTo('10.0.0.1') });
    expect(await faultOf(engine.start(orderFor()))).toMatchObject({ kind: 'MISCONFIGURED', ambiguous: false });
  });

  test('that nobody knows proves that nothing was sent', async () => {
    const resolve: Resolve = async () => {
      throw Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' });
    };
    const fault = await faultOf(engineAt('https://gate.example', { resolve }).start(orderFor()));
    expect(fault).toMatchObject({ kind: 'UNAVAILABLE', ambiguous: false });
  });

  test('without any address proves that nothing was sent', async () => {
    const fault = await faultOf(engineAt('https://gate.example', { resolve: leadsTo() }).start(orderFor()));
    expect(fault.ambiguous).toBe(false);
  });
});

describe('An address', () => {
  test.each(['https://169.254.169.254', 'https://[fd00:ec2::254]', 'https://0', 'http://10.0.0.1'])(
    'like %s is not called even when nobody has judged it before',
    async (url) => {
      expect(await faultOf(engineAt(url).start(orderFor()))).toMatchObject({ kind: 'MISCONFIGURED', ambiguous: false });
    },
  );
});

describe('The HTTP of an engine', () => {
  test('gives redirects back in place of following them', async () => {
    const target = await serve(gateThat(() => true));
    const gate = await serve(() => ({ status: 307, headers: { location: `${target.url}/pipelines/a/b` } }));
    expect(await faultOf(engineAt(gate.url).start(orderFor()))).toMatchObject({ kind: 'MISCONFIGURED' });
    expect(target.seen).toEqual([]);
  });

  test('shares connections among reads and gives each order its own', async () => {
    const gate = await serve(gateThat(() => true));
    const engine = engineAt(gate.url);
    for (let read = 0; read < 3; read += 1) await engine.observeMany(look);
    expect(gate.connections()).toBe(1);
    await engine.start(orderFor());
    await engine.start(orderFor());
    expect(gate.connections()).toBe(3);
  });

  test('does not trust a connection that rested: who waits at its other end may have given up', async () => {
    const gate = await serve(gateThat(() => true));
    const engine = engineAt(gate.url);
    await engine.observeMany(look);
    const later = Date.now() + 5_000;
    vi.spyOn(Date, 'now').mockReturnValue(later);
    await engine.observeMany(look);
    await engine.observeMany(look);
    vi.restoreAllMocks();
    expect(gate.connections()).toBe(2);
  });

  test('sends an order once and in full, and asks for no compression', async () => {
    const gate = await serve(gateThat(() => true));
    await engineAt(gate.url).start(orderFor());
    const [{ method, headers, body } = { method: '', headers: {}, body: '' }] = gate.seen;
    expect(method).toBe('POST');
    expect(JSON.parse(body)).toMatchObject({ eventId: orderFor().eventId });
    expect(headers).toMatchObject({
      'accept-encoding': 'identity',
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
    });
  });

  test('takes answers without a body as they are', async () => {
    const gate = await serve(() => ({ status: 204 }));
    const fault = await faultOf(engineAt(gate.url).observeMany(look));
    expect(fault.message).toContain('without content');
  });

  test.each([
    ['never begins', undefined],
    ['never ends', 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n[{"id":'],
  ])('waits a bounded time for an answer that %s', async (_, beginning) => {
    const url = await speak(beginning);
    const fault = await faultOf(engineAt(url, { callMs: 150 }).start(orderFor()));
    expect(fault).toMatchObject({ kind: 'TIMEOUT', ambiguous: true });
  });

  test.each([
    ['ends in the middle', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n[{"id":', 'UNAVAILABLE'],
    ['is no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n', 'UNAVAILABLE'],
    ['has headers without end', `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(200_000)}`, 'UNAVAILABLE'],
    ['has an impossible status', 'HTTP/1.1 999 What\r\ncontent-length: 0\r\n\r\n', 'UNAVAILABLE'],
  ])('leaves open what became of an order when the answer %s', async (_, answer, kind) => {
    const url = await speak(answer, { hangUp: true });
    expect(await faultOf(engineAt(url).start(orderFor()))).toMatchObject({ kind, ambiguous: true });
  });

  test('never asks a proxy of its environment', async () => {
    const proxy = await serve(() => json(200, []));
    const gate = await serve(gateThat(() => true));
    const before = { ...process.env };
    Object.assign(process.env, { HTTP_PROXY: proxy.url, http_proxy: proxy.url, ALL_PROXY: proxy.url });
    await engineAt(gate.url).observeMany(look);
    process.env = before;
    expect(proxy.seen).toEqual([]);
    expect(gate.seen).toHaveLength(1);
  });
});

const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => void close()));

/** A server of raw bytes: whatever it is told, it says this. */
async function speak(words: string | undefined, { hangUp = false } = {}): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      if (words === undefined) return;
      if (hangUp) socket.end(words);
      else socket.write(words);
    });
    closing.push(() => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}
