import fc from 'fast-check';
import type { Route } from '../../lib/contract/route.ts';
import { contentType, hostileHeaders, hostileString, rawBody } from './hostile.ts';
import { bodyFor, type Known, textsFor } from './shapes.ts';
import type { WireRequest } from './wire.ts';

/** What becomes a request once somebody identifies as its sender. */
export type Draft = Omit<WireRequest, 'headers'> & { readonly headers: Readonly<Record<string, string>> };

/** Percent-encodes any text; what is not well-formed Unicode goes as the bytes nobody should send. */
export const encoded = (text: string): string => (text.isWellFormed() ? encodeURIComponent(text) : '%ed%a0%80');

const segment = (value: string | undefined): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 20, arbitrary: fc.constant(encoded(value ?? '')) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '..',
        '.',
        '%2e%2e',
        '%2f',
        '%252f',
        '%00',
        '%zz',
        '%',
        '%c0%ae',
        ';a=b',
        '*',
        '{id}',
        '$default',
      ),
    },
  );

const pathFor = (path: string, params: Readonly<Record<string, string>>): fc.Arbitrary<string> => {
  const parts = path.split('/').map((part) => {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    return name === undefined ? fc.constant(part) : segment(params[name]);
  });
  return fc.tuple(...parts).map((all) => all.join('/'));
};

const oddQuery = fc.oneof(
  { weight: 6, arbitrary: fc.constant('') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '&&&',
      '=',
      '%zz=1',
      'limit=1&limit=2',
      '__proto__=1',
      'constructor[name]=1',
      'a[]=1',
      'limit=%00',
      'cursor=',
      '?',
      '#',
      'x='.padEnd(6000, 'y'),
      '%ed%a0%80=%ed%a0%80',
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(hostileString, hostileString)
      .map(([name, value]) => `${encoded(name)}=${encoded(value)}`.slice(0, 7000)),
  },
);

const queryFor = (query: Readonly<Record<string, string>>): fc.Arbitrary<string> => {
  const right = Object.entries(query).map(([name, value]) => `${name}=${encoded(value)}`);
  return oddQuery
    .map((odd) => [...right, ...(odd === '' ? [] : [odd])].join('&'))
    .map((text) => (text === '' ? '' : `?${text}`));
};

const keyHeader = fc.oneof(
  { weight: 8, arbitrary: fc.uuid() },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', ' ', 'a b', 'k'.repeat(129), 'é', '#', 'ANSWER#x', '../..', 'k'.repeat(4000)),
  },
);

/** Node sends no header that breaks HTTP, and the gateway takes no more than 10 KB of them. */
const LONGEST_TARGET = 7000;

export const draftFor = (route: Route, path: string, known: Known): fc.Arbitrary<Draft> => {
  const target = fc
    .tuple(textsFor(route.params, known), textsFor(route.query, known))
    .chain(([params, query]) =>
      fc
        .tuple(pathFor(path, params), queryFor(query))
        .map(([filled, search]) => (filled + search).slice(0, LONGEST_TARGET)),
    );
  const shaped = route.body ? bodyFor(route.body, known).map((body) => JSON.stringify(body)) : fc.constant(undefined);
  const body = fc.oneof({ weight: 5, arbitrary: shaped }, { weight: 1, arbitrary: rawBody });
  const type = fc.oneof(
    { weight: 8, arbitrary: fc.constant('application/json') },
    { weight: 1, arbitrary: contentType },
  );
  return fc
    .record({ target, body, type, odd: hostileHeaders, key: keyHeader })
    .map(({ body: content, type: mediaType, odd, key, target: to }) => ({
      method: route.method,
      target: to,
      headers: {
        ...odd,
        ...(content === undefined
          ? {}
          : { 'content-type': mediaType, 'content-length': String(Buffer.byteLength(content)) }),
        ...(route.mutation ? { 'idempotency-key': key } : {}),
      },
      ...(content === undefined ? {} : { body: content }),
    }));
};
