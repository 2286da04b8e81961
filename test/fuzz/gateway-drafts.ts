import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { hostileHeaders, hostileString } from './hostile.ts';
import { type Draft, encoded } from './requests.ts';

/** Requests that are about the gateway rather than about a route. */

const method = fc.constantFrom(
  'GET',
  'POST',
  'PUT',
  'DELETE',
  'PATCH',
  'OPTIONS',
  'HEAD',
  'QUERY',
  'PROPFIND',
  'TRACE',
);

const piece = fc.oneof(
  fc.constantFrom(
    'v1',
    'V1',
    'signed',
    'deployments',
    'services',
    'demo-service',
    '.',
    '..',
    '',
    '%2e%2e',
    '%2f',
    '..%2f..%2f',
    '%00',
    '%',
    '%zz',
    '%c0%ae%c0%ae',
    '\\..\\',
    ';',
    '$default',
    '{id}',
    '*',
    '@',
    ':',
    '%0d%0aset-cookie:a=b',
    '__proto__',
    'constructor',
  ),
  hostileString.map((text) => encoded(text).slice(0, 500)),
);

/** Paths below `/v1`, of which hardly any is one. */
export const oddPath: fc.Arbitrary<Draft> = fc
  .record({ method, pieces: fc.array(piece, { maxLength: 6 }), headers: hostileHeaders })
  .map(({ pieces, ...draft }) => ({ ...draft, target: `/v1/${pieces.join('/')}` }));

const MEBIBYTE = 1024 * 1024;
const post = (body: string | Uint8Array, headers: Record<string, string> = {}): Draft => ({
  method: 'POST',
  target: '/v1/deployments',
  headers: { 'content-type': 'application/json', 'idempotency-key': 'large', ...headers },
  body,
});

/** Bodies of sizes that matter, with the status that each must get. */
export const largeBodies: readonly (readonly [about: string, draft: Draft, status: number])[] = [
  ['a body larger than the gateway takes', post('x'.repeat(10 * MEBIBYTE + 1)), 413],
  ['as much as it takes, and no JSON', post('x'.repeat(10 * MEBIBYTE)), 400],
  ['as much as it takes, in one field', post(JSON.stringify({ changeSummary: 'x'.repeat(10 * MEBIBYTE - 20) })), 400],
  [
    'a million fields',
    post(JSON.stringify(Object.fromEntries(Array.from({ length: 200_000 }, (_, at) => [`f${at}`, at])))),
    400,
  ],
  ['a hundred thousand levels', post(`${'['.repeat(100_000)}${']'.repeat(100_000)}`), 400],
  ['a compressed body', post(gzipSync('{"service":"demo-service"}'), { 'content-encoding': 'gzip' }), 400],
  ['a bomb', post(gzipSync(Buffer.alloc(100 * MEBIBYTE)), { 'content-encoding': 'gzip' }), 400],
  ['a body that says it is another size', post('{}', { 'transfer-encoding': 'chunked' }), 400],
];
