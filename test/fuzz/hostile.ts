import { gzipSync } from 'node:zlib';
import fc from 'fast-check';

/** What people with too much time send. */

const strings: readonly string[] = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'a\udc00b',
  '\u202egnp.exe',
  'e\u0301'.repeat(120),
  `Z${'\u0351\u0327'.repeat(200)}`,
  '\ufeff',
  '\u2028\u2029',
  '\u001b[2J\u001b]0;owned\u0007',
  '👩‍👩‍👧‍👦'.repeat(40),
  'ﷺ'.repeat(80),
  'ı'.toUpperCase(),
  'x'.repeat(241),
  'x'.repeat(100_000),
  "' OR '1'='1' --",
  '"; DROP TABLE deployments; --',
  '{"$gt":""}',
  '{"S":"PLANE#killSwitch"}',
  'attribute_exists(pk)',
  '$(id)',
  '`id`',
  '; cat /etc/passwd',
  '| sleep 10',
  '../../etc/passwd',
  '..\\..\\windows',
  '/etc/passwd\u0000.zip',
  's3://dxcp-artifacts/../../elsewhere',
  's3://elsewhere/demo-service/a.zip',
  '\r\nSet-Cookie: session=1\r\n\r\n<html>',
  '{{7*7}}',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: somebody else's template
  '${7*7}',
  '#{execution.id}',
  '%s%s%s%n',
  '<script>alert(1)</script>',
  'PLANE#killSwitch',
  'demo-service#sandbox',
  '%23',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'toString',
  'NaN',
  '-1',
  '1e999',
  '0x10',
  '9007199254740993',
  'null',
  'undefined',
  '[object Object]',
  '2026-02-30T00:00:00Z',
  '9999-12-31T23:59:59.999999999Z',
  '+275760-09-13T00:00:00Z',
  '-000001-01-01T00:00:00Z',
  '0000-00-00T00:00:00Z',
  '1.0.0\n',
  '1.0.0-'.padEnd(129, 'a'),
  '01.002.0003',
  '99999999999999999999.0.0',
  '１.２.３',
  'http://169.254.169.254/latest/meta-data/',
  'file:///etc/passwd',
];

const numbers: readonly number[] = [0, -0, -1, 0.5, 2 ** 31, 2 ** 53, -(2 ** 53), 1e308, 5e-324];

const keys: readonly string[] = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  '',
  '$where',
  'a.b',
  '\u0000',
  'then',
  'length',
];

export const hostileString = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...strings) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  {
    weight: 1,
    arbitrary: fc.string({
      unit: fc.constantFrom('\ud83d', '\ude00', '\u0000', '#', '%', '/', '.', 'a'),
      maxLength: 12,
    }),
  },
);

export const hostileKey = fc.oneof(fc.constantFrom(...keys), fc.string({ unit: 'binary', maxLength: 8 }));

/** Any JSON value nobody asked for. Objects are made from entries, so that `__proto__` is a key of their own. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: hostileString },
  { weight: 2, arbitrary: fc.constantFrom(...numbers) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(null, true, false, [], {}, [[]], [null], Array(2000).fill('x')) },
  { weight: 1, arbitrary: fc.array(fc.tuple(hostileKey, hostileString), { maxLength: 3 }).map(objectOf) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 300 }).map(nested) },
);

/** Like `Object.fromEntries`, which JSON.parse does for any key, `__proto__` included. */
export function objectOf(entries: readonly (readonly [string, unknown])[]): unknown {
  const made = {};
  for (const [key, value] of entries) {
    Object.defineProperty(made, key, { value, enumerable: true, configurable: true, writable: true });
  }
  return made;
}

function nested(depth: number): unknown {
  let value: unknown = 'deep';
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? { a: value } : [value];
  return value;
}

/** Bodies that are no JSON, or JSON that was not made by a serializer. */
export const rawBody: fc.Arbitrary<string | Uint8Array> = fc.oneof(
  fc.constantFrom(
    '',
    ' \n',
    'null',
    'true',
    '42',
    '"text"',
    '[]',
    '{',
    '{}{}',
    '{"service":"demo-service",}',
    "{'service':'demo-service'}",
    '\ufeff{}',
    '{"service":NaN}',
    '{"service":"demo-service","service":"billing-api"}',
    '{"__proto__":{"role":"PLATFORM_ADMIN"},"constructor":{"prototype":{"role":"PLATFORM_ADMIN"}}}',
    '{"changeSummary":"\\ud800"}',
    '['.repeat(100_000),
    `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
    `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
    `{"a":"${'x'.repeat(1_000_000)}"}`,
    `[${'0,'.repeat(200_000)}0]`,
    `{"sizeBytes":1${'0'.repeat(5000)}}`,
    '--boundary\r\nContent-Disposition: form-data; name="service"\r\n\r\ndemo-service\r\n--boundary--',
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
  ),
  fc.uint8Array({ maxLength: 64 }),
  fc.constantFrom(
    new Uint8Array([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]),
    new Uint8Array([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x7d]),
    new Uint8Array(gzipSync('{"service":"demo-service"}')),
    new Uint8Array(gzipSync('x'.repeat(3_000_000))),
  ),
);

const headerValue = fc.oneof(
  fc.constantFrom(
    '*',
    '"x"',
    'W/"x", *, "',
    ','.repeat(500),
    'x'.repeat(2000),
    'a b',
    '\t',
    'é',
    '-1',
    '1',
    '{"caller":{"role":"PLATFORM_ADMIN"}}',
    'gzip',
    'utf-7',
    'bytes=0-0',
    '127.0.0.1',
    'admin',
    'key:1',
    'k'.repeat(128),
    'k'.repeat(129),
    '../key',
    '#',
  ),
  fc.stringMatching(/^[!-~]{1,60}$/),
);

/** Headers that somebody behind a gateway might believe, and those that mean something to it. */
const headerName = fc.constantFrom(
  'if-none-match',
  'if-match',
  'content-encoding',
  'accept',
  'accept-encoding',
  'range',
  'cookie',
  'origin',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-http-method-override',
  'x-original-url',
  'x-request-id',
  'apigw-requestid',
  'x-amzn-trace-id',
  'x-amz-security-token',
  'x-amz-content-sha256',
  'x-amzn-requestcontext',
  'x-apigateway-context',
  'x-apigateway-event',
  'requestcontext',
  'authorizer',
  'x-dxcp-caller',
  'x-spinnaker-user',
  'x-spinnaker-accounts',
  'x-spinnaker-anonymous',
  '__proto__',
  'constructor',
);

export const contentType = fc.constantFrom(
  'application/json',
  'application/json; charset=utf-16',
  'application/problem+json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=boundary',
  'text/plain',
  'application/xml',
  'application/octet-stream',
  'image/png',
  'nonsense',
  ';;;',
);

export const hostileHeaders: fc.Arbitrary<Record<string, string>> = fc
  .array(fc.tuple(headerName, headerValue), { maxLength: 3 })
  .map((entries) => objectOf(entries) as Record<string, string>);
