import { createServer } from 'node:http';
import { describe, expect, test } from 'vitest';
import { basicAuth } from '../../../lib/adapters/spinnaker/auth/credentials.ts';
import { createSpinnakerEngine, type SpinnakerSettings } from '../../../lib/adapters/spinnaker/engine.ts';
import { type Engine, EngineFault } from '../../../lib/ports/engine.ts';
import { executionJson } from './fixtures/executions.ts';
import { orderFor } from './fixtures/orders.ts';

type Sent = { readonly url: string; readonly init: RequestInit };

/** An engine whose HTTP answers are given one by one; the last one is repeated. */
function engineAnswering(
  answers: readonly (() => Response | Promise<Response>)[],
  settings: Partial<SpinnakerSettings> = {},
) {
  const sent: Sent[] = [];
  const engine = createSpinnakerEngine({
    gateUrl: 'https://gate.example.com/api/',
    http: async (url, init) => {
      sent.push({ url, init });
      const answer = answers[Math.min(sent.length, answers.length) - 1];
      if (!answer) throw new Error('no answer');
      return answer();
    },
    clock: { now: () => new Date('2026-03-02T09:10:00.000Z') },
    sleep: async () => undefined,
    random: () => 0.5,
    ...settings,
  });
  return { engine, sent };
}

const accepted = () => Response.json({ ref: '/pipelines/01JT0000000000000000000001' }, { status: 202 });

const watched = (ids: readonly string[]) => ids.map((executionId) => ({ executionId, steps: [] }));

describe('Calls to Gate', () => {
  test('an order carries its ids and parameters, and the person who asked', async () => {
    const { engine, sent } = engineAnswering([accepted], { auth: basicAuth('dxcp', 'pässword') });
    const answer = await engine.start({
      ...orderFor({ application: 'a/b', definition: 'deploy all?' }),
      requestedBy: 'Zoë',
    });
    expect(answer).toEqual({ kind: 'accepted', executionId: '01JT0000000000000000000001' });
    const [{ url, init } = { url: '', init: {} }] = sent;
    expect(url).toBe('https://gate.example.com/api/pipelines/a%2Fb/deploy%20all%3F');
    expect(init).toMatchObject({ method: 'POST', redirect: 'manual' });
    const headers = new Headers(init.headers);
    expect(headers.get('x-spinnaker-user')).toBe('Zo?');
    expect(headers.get('authorization')).toBe(`Basic ${Buffer.from('dxcp:pässword').toString('base64')}`);
    const body: unknown = JSON.parse(String(init.body));
    expect(body).toMatchObject({
      correlationId: orderFor().correlationId,
      eventId: orderFor().eventId,
      type: 'manual',
    });
  });

  test('a start is sent once, whatever goes wrong', async () => {
    const { engine, sent } = engineAnswering([() => new Response(null, { status: 503 })]);
    await expect(engine.start(orderFor())).rejects.toMatchObject({ kind: 'UNAVAILABLE', ambiguous: true });
    expect(sent).toHaveLength(1);
  });

  test.each<readonly [string, (engine: Engine) => Promise<unknown>]>([
    ['a question of a moment', (engine) => engine.applications()],
    ['a search, which may be the last one before a place is given away,', (engine) => engine.find(orderFor())],
  ])('%s is repeated a bounded number of times', async (_, ask) => {
    const { engine, sent } = engineAnswering([() => new Response(null, { status: 503 })]);
    await expect(ask(engine)).rejects.toBeInstanceOf(EngineFault);
    expect(sent).toHaveLength(3);
  });

  test.each<readonly [string, (engine: Engine) => Promise<unknown>]>([
    ['a look at many', (engine) => engine.observeMany(watched(['a', 'b']))],
    ['a look at one', (engine) => engine.observe('a', orderFor())],
  ])('%s, which comes again by itself, asks an engine in trouble once', async (_, ask) => {
    const { engine, sent } = engineAnswering([() => new Response(null, { status: 503 })]);
    await expect(ask(engine)).rejects.toMatchObject({ kind: 'UNAVAILABLE' });
    expect(sent).toHaveLength(1);
  });

  test('credentials that are refused are not tried again', async () => {
    const { engine, sent } = engineAnswering([() => new Response('{}', { status: 401 })]);
    await expect(engine.find(orderFor())).rejects.toMatchObject({ kind: 'UNAUTHORIZED' });
    expect(sent).toHaveLength(1);
  });

  test.each([
    ['/login', 'UNAUTHORIZED', false],
    ['https://gate.example.com/auth/redirect/', 'MISCONFIGURED', true],
    ['https://gate.example.com/auth', 'UNAUTHORIZED', false],
    ['https://gate.example.com/saml2/sso?x=1', 'UNAUTHORIZED', false],
    ['https://oauth.example.com/', 'UNAUTHORIZED', false],
    ['https://login.example.com/realms/1/start', 'UNAUTHORIZED', false],
    ['https://gate.example.com/pipelines/authoring-service/deploy', 'MISCONFIGURED', true],
    ['/pipelines/login-service/deploy/?to=login', 'MISCONFIGURED', true],
    ['http://[', 'MISCONFIGURED', true],
  ] as const)(
    'a redirect to %s is told as %s, so that a start may have begun: %j',
    async (location, kind, ambiguous) => {
      const { engine } = engineAnswering([() => new Response(null, { status: 302, headers: { location } })]);
      await expect(engine.start(orderFor())).rejects.toMatchObject({ kind, ambiguous });
    },
  );

  test('the search is bounded in time and repeats nothing of the definition', async () => {
    const { engine, sent } = engineAnswering([() => Response.json([])]);
    await engine.find(orderFor());
    const { searchParams } = new URL(sent[0]?.url ?? '');
    expect(searchParams.get('triggerTimeStartBoundary')).toBe(String(Date.parse('2026-03-01T09:00:00.000Z')));
    expect(searchParams.has('triggerTimeEndBoundary')).toBe(false);
    expect(searchParams.has('pipelineName')).toBe(false);
  });

  test('executions of other orders are never adopted', async () => {
    const { engine } = engineAnswering([
      () => Response.json([executionJson({ trigger: { eventId: 'of-somebody-else' } })]),
    ]);
    expect(await engine.find(orderFor())).toEqual([]);
  });

  test('many ids are asked for fifty at a time', async () => {
    const { engine, sent } = engineAnswering([() => Response.json([])]);
    await engine.observeMany(watched(Array.from({ length: 120 }, (_, index) => `id-${index}`)));
    expect(sent.map(({ url }) => new URL(url).searchParams.get('executionIds')?.split(',').length)).toEqual([
      50, 50, 20,
    ]);
    expect(sent.every(({ url }) => url.includes('expand=false'))).toBe(true);
  });

  test('a failed execution too large to read still ends, with an unknown reason', async () => {
    const failed = executionJson({ stages: [{ id: 's', type: 'deploy', name: 'Deploy', status: 'TERMINAL' }] });
    const { engine } = engineAnswering([() => Response.json([failed]), () => new Response('x'.repeat(5000))], {
      timeouts: { maxBytes: 4000 },
    });
    const seen = await engine.observe('01JT0000000000000000000001', orderFor());
    expect(seen).toMatchObject({ status: 'FAILED', failures: [{ category: 'UNKNOWN' }] });
  });

  describe('of a failed execution whose reasons cannot be read', () => {
    const minutes = 60_000;
    const ended = Date.parse('2026-03-02T09:01:00.000Z');
    const noEnd = { endTime: undefined, startTime: ended };
    const observeAt = async (now: number, read: () => Response | Promise<Response>, fields: object = {}) => {
      const failed = executionJson({
        stages: [{ id: 's', type: 'deploy', name: 'Deploy', status: 'TERMINAL' }],
        ...fields,
      });
      const { engine } = engineAnswering([() => Response.json([failed]), read], {
        clock: { now: () => new Date(now) },
      });
      return engine.observe('01JT0000000000000000000001', orderFor());
    };
    const error = () => Response.json({ message: 'no column http://sql:1/x' }, { status: 500 });

    test.each([
      ['an error', error, {}],
      ['no answer in time', () => Promise.reject(new DOMException('late', 'TimeoutError')), {}],
      ['an error, without a time of its end', error, noEnd],
    ])('by %s: they are asked for during five minutes, then it ends without them', async (_, read, fields) => {
      await expect(observeAt(ended + 4 * minutes, read, fields)).rejects.toBeInstanceOf(EngineFault);
      const seen = await observeAt(ended + 6 * minutes, read, fields);
      expect(seen).toMatchObject({ status: 'FAILED', failures: [{ category: 'UNKNOWN', retryable: false }] });
      expect(seen?.failures[0]?.summary).toContain('could not be read');
      expect(seen?.failures[0]?.actionHint).toContain('administrator');
      expect(seen?.failures[0]?.evidence).toMatch(/execution TERMINAL · rule "unreadable" · The engine/);
      expect(seen?.failures[0]?.evidence).not.toContain('sql');
    });
  });

  test('404 from a wrong address is never taken for an absence', async () => {
    const { engine } = engineAnswering([() => Response.json({ status: 404 }, { status: 404 })]);
    await expect(engine.find(orderFor())).rejects.toMatchObject({ kind: 'MISCONFIGURED' });
    await expect(engine.observe('01JT0000000000000000000001', orderFor())).rejects.toMatchObject({
      kind: 'MISCONFIGURED',
    });
    expect(await engine.health()).toMatchObject({ ok: false });
  });

  test('a batch whose answer is too large is asked for in smaller parts', async () => {
    const ids = ['a', 'b', 'c', 'd'];
    const { engine } = engineAnswering([], {
      timeouts: { maxBytes: 1500 },
      http: async (url) => {
        const asked = new URL(url).searchParams.get('executionIds')?.split(',') ?? [];
        return Response.json(asked.map((id) => executionJson({ id, status: 'RUNNING', padding: 'x'.repeat(100) })));
      },
    });
    expect([...(await engine.observeMany(watched(ids))).keys()]).toEqual(ids);
  });

  describe('an execution the engine cannot read', () => {
    const ids = Array.from({ length: 50 }, (_, index) => `id-${index}`);
    const engineWithout = (bad: readonly string[], status = 500) => {
      const calls: number[] = [];
      const { engine } = engineAnswering([], {
        http: async (url) => {
          const asked = new URL(url).searchParams.get('executionIds')?.split(',') ?? [];
          calls.push(asked.length);
          if (asked.some((id) => bad.includes(id))) return Response.json({ message: 'bad row' }, { status });
          return Response.json(asked.map((id) => executionJson({ id, status: 'RUNNING' })));
        },
      });
      return { engine, calls };
    };
    const most = 1 + 12;

    test.each(['id-0', 'id-13', 'id-49'])('(%s) is left out alone, and the others are told', async (bad) => {
      const { engine, calls } = engineWithout([bad]);
      expect([...(await engine.observeMany(watched(ids))).keys()]).toEqual(ids.filter((id) => id !== bad));
      expect(calls.length).toBeLessThanOrEqual(most);
    });

    test('costs a bounded number of calls, however many there are', async () => {
      const { engine, calls } = engineWithout(ids.filter((_, index) => index % 10 === 3));
      const seen = await engine.observeMany(watched(ids));
      expect(seen.size).toBeGreaterThan(0);
      expect(seen.size).toBeLessThan(45);
      expect(calls.length).toBeLessThanOrEqual(most);
    });

    test('is an error when no other one can be read, and when the engine is not there at all', async () => {
      await expect(engineWithout(ids).engine.observeMany(watched(ids))).rejects.toMatchObject({ kind: 'CALL_FAILED' });
      const away = engineWithout(['id-3'], 503);
      await expect(away.engine.observeMany(watched(ids))).rejects.toMatchObject({ kind: 'UNAVAILABLE' });
      expect(away.calls).toEqual([50]);
    });
  });

  test('links lead to the engine’s own page of the execution', async () => {
    const { engine } = engineAnswering([accepted], {
      links: ({ id, application }) => `https://deck/${application}/${id}`,
    });
    const answer = await engine.start(orderFor());
    expect(answer).toMatchObject({ executionUrl: 'https://deck/dxcp-reference/01JT0000000000000000000001' });
  });

  test.each(['..', '.', ''])('a definition named %j never becomes a path', async (definition) => {
    const { engine, sent } = engineAnswering([accepted]);
    await expect(engine.start(orderFor({ definition }))).rejects.toMatchObject({
      kind: 'CALL_FAILED',
      ambiguous: false,
    });
    expect(sent).toEqual([]);
  });

  test.each(['https://elsewhere/pipelines/1', '/tasks/1', '/pipelines/../x', undefined])(
    'a reference like %j is no accepted order',
    async (ref) => {
      const { engine } = engineAnswering([() => Response.json({ ref }, { status: 202 })]);
      await expect(engine.start(orderFor())).rejects.toMatchObject({ kind: 'CALL_FAILED', ambiguous: true });
    },
  );

  test.each([400, 403, 404])('%i with a reason of the engine is a rejection', async (status) => {
    const { engine } = engineAnswering([
      () => Response.json({ status, message: 'no, see http://orca:8083/x' }, { status }),
    ]);
    const answer = await engine.start(orderFor());
    expect(answer).toMatchObject({ kind: 'rejected', failure: { detail: 'no, see [address]' } });
  });

  test('400 without the engine’s own words may come from anything in between', async () => {
    const { engine } = engineAnswering([() => new Response(null, { status: 400 })]);
    await expect(engine.start(orderFor())).rejects.toMatchObject({ ambiguous: true });
  });

  test('a refused connection proves that nothing was sent', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await new Promise((resolve) => server.close(resolve));
    const { engine } = engineAnswering([], { gateUrl: `http://127.0.0.1:${port}`, http: fetch });
    await expect(engine.start(orderFor())).rejects.toMatchObject({ kind: 'UNAVAILABLE', ambiguous: false });
    await expect(engine.start(orderFor())).rejects.toThrow(/ECONNREFUSED/);
  });

  test('a name nobody resolves proves that nothing was sent', async () => {
    const cause = Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' });
    const { engine } = engineAnswering([() => Promise.reject(new TypeError('fetch failed', { cause }))]);
    await expect(engine.start(orderFor())).rejects.toMatchObject({ kind: 'UNAVAILABLE', ambiguous: false });
  });

  test('an untrusted certificate is a matter of configuration', async () => {
    const cause = Object.assign(new Error('self-signed'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    const { engine } = engineAnswering([() => Promise.reject(new TypeError('fetch failed', { cause }))]);
    await expect(engine.start(orderFor())).rejects.toMatchObject({ kind: 'MISCONFIGURED', ambiguous: false });
  });
});
