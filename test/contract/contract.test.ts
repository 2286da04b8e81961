import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createClient, ProblemError } from '../../lib/contract/client.ts';
import { problemCodes } from '../../lib/contract/codes.ts';
import type { Route } from '../../lib/contract/route.ts';
import { operations, routes } from '../../lib/contract/routes.ts';
import { SLUG_PATTERN, VERSION_PATTERN } from '../../lib/contract/values.ts';

type Operation = {
  operationId: string;
  parameters: { name: string; in: string; required: boolean }[];
  security: unknown[];
};
type Document = { paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, unknown> } };
const document: Document = JSON.parse(readFileSync('docs/openapi.json', 'utf8'));
const described = Object.values(document.paths).flatMap((path) => Object.values(path));

describe('the OpenAPI document', () => {
  it('describes every operation once, and every signed twin', () => {
    const table = Object.values<Route>(routes).filter((route) => route.path !== '$default');
    const twins = table.filter((route) => route.signedTwin).map((route) => `${route.operation}.signed`);
    const ids = described.map((operation) => operation.operationId).sort();
    expect(ids).toEqual([...table.map((route) => route.operation), ...twins].sort());
  });

  it('refers only to schemas that it holds', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(
      ([, name]) => name ?? '',
    );
    expect(references.length).toBeGreaterThan(50);
    expect([...new Set(references)].filter((name) => !(name in document.components.schemas))).toEqual([]);
  });

  it('asks for an Idempotency-Key exactly where something changes', () => {
    const withKey = described
      .filter(({ parameters }) => parameters.some(({ name }) => name === 'Idempotency-Key'))
      .map(({ operationId }) => operationId.replace('.signed', ''));
    const mutations = Object.values<Route>(routes)
      .filter((route) => route.mutation)
      .map((route) => route.operation);
    expect([...new Set(withKey)].sort()).toEqual(mutations.sort());
  });

  it('leaves nothing but health open to everybody', () => {
    expect(described.filter(({ security }) => security.length === 0).map(({ operationId }) => operationId)).toEqual([
      'health.get',
    ]);
  });
});

describe('the route table', () => {
  it('names path parameters that its schema knows, and no others', () => {
    for (const route of Object.values<Route>(routes)) {
      const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
      expect(Object.keys(route.params?.shape ?? {}).sort(), route.operation).toEqual(inPath);
    }
  });

  it('promises only problems that exist', () => {
    const unknown = Object.values<Route>(routes).flatMap((route) =>
      route.problems.filter((code) => !(code in problemCodes)),
    );
    expect(unknown).toEqual([]);
  });

  it('gives no two operations the same door', () => {
    const doors = Object.values<Route>(routes).map(({ method, path }) => `${method} ${path}`);
    expect(new Set(doors).size).toBe(operations.length);
  });
});

describe('versions and names', () => {
  it('accepts semantic versions to the very end of the text', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(), (major, minor, patch) => {
        expect(VERSION_PATTERN.test(`${major}.${minor}.${patch}`)).toBe(true);
        expect(VERSION_PATTERN.test(`${major}.${minor}.${patch}-rc.1`)).toBe(true);
        for (const tail of ['\n', ' ', '-', '+', '.0', '-a\n', '-ä']) {
          expect(VERSION_PATTERN.test(`${major}.${minor}.${patch}${tail}`)).toBe(false);
        }
      }),
    );
  });

  it('judges any text in no time', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 5000 }), (text) => {
        SLUG_PATTERN.test(text);
        VERSION_PATTERN.test(text);
      }),
    );
    expect(SLUG_PATTERN.test(`${'a-'.repeat(5000)}!`)).toBe(false);
  });
});

describe('the client', () => {
  const capturing = (answer: Response) => {
    const sent: Request[] = [];
    const client = createClient({
      baseUrl: 'https://plane.example',
      token: async () => 'secret',
      newIdempotencyKey: () => 'made-up',
      fetch: async (request) => {
        sent.push(request);
        return answer.clone();
      },
    });
    return { client, sent };
  };
  const intent = { service: 'a', environment: 'b', version: '1.0.0', changeSummary: 'x' };

  it('fills paths safely, leaves out what is undefined and sends the token', async () => {
    const { client, sent } = capturing(Response.json({}));
    await client.builds.get({ params: { service: 'a/b', version: '1.0.0?x' } });
    await client.deployments.list({ query: { service: 'a', state: undefined, limit: 5 } as never });
    expect(sent.map(({ url }) => url)).toEqual([
      'https://plane.example/v1/services/a%2Fb/builds/1.0.0%3Fx',
      'https://plane.example/v1/deployments?service=a&limit=5',
    ]);
    expect(sent[0]?.headers.get('authorization')).toBe('Bearer secret');
    expect(sent[0]?.headers.get('idempotency-key')).toBeNull();
  });

  it('gives every change a key, its own or a made-up one', async () => {
    const { client, sent } = capturing(Response.json({}, { status: 201 }));
    await client.deployments.create({ body: intent });
    await client.deployments.create({ body: intent }, { idempotencyKey: 'mine' });
    expect(sent.map(({ headers }) => headers.get('idempotency-key'))).toEqual(['made-up', 'mine']);
  });

  it('throws problems with their reasons, and the gateway’s own answers without', async () => {
    const refusedWith = capturing(
      Response.json(
        { title: 'Refused', detail: 'No', code: 'QUOTA_EXCEEDED', status: 429 },
        {
          status: 429,
          headers: { 'content-type': 'application/problem+json', 'retry-after': '7', 'x-request-id': 'r' },
        },
      ),
    );
    const refused = await refusedWith.client.deployments.create({ body: intent }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ProblemError);
    expect(refused).toMatchObject({
      status: 429,
      requestId: 'r',
      retryAfterSeconds: 7,
      problem: { code: 'QUOTA_EXCEEDED' },
    });
    const unauthorized = capturing(Response.json({ message: 'Unauthorized' }, { status: 401 }));
    await expect(unauthorized.client.health.get()).rejects.toMatchObject({ status: 401, problem: undefined });
  });
});
