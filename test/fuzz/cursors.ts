import fc from 'fast-check';
import type { Route } from '../../lib/contract/route.ts';
import { hostileString } from './hostile.ts';
import { encoded } from './requests.ts';

/** Lists, and a query that each needs. */
export const isList = ({ query }: Route): boolean => query !== undefined && 'cursor' in query.shape;

/** The same cursor with a little of it changed, as text or inside. */
export const tamperedWith = (cursor: string): fc.Arbitrary<string> => {
  const [digest = '', position = ''] = cursor.split('.');
  const inside = Buffer.from(position, 'base64url').toString();
  const wrapped = (text: string) => `${digest}.${Buffer.from(text).toString('base64url')}`;
  const at = fc.nat(cursor.length - 1);
  return fc.oneof(
    fc
      .tuple(at, fc.constantFrom('A', '.', '_', '=', '%', ' '))
      .map(([index, by]) => cursor.slice(0, index) + by + cursor.slice(index + 1)),
    at.map((length) => cursor.slice(0, length)),
    fc.constantFrom(`${cursor}=`, `${cursor}A`, cursor.toUpperCase(), `${cursor}.${cursor}`, position, `${digest}.`),
    hostileString.map((text) => wrapped(inside.replace(/"[^"]*"\]$/, `${JSON.stringify(text)}]`))),
    fc.constantFrom('[]', 'null', '{"__proto__":1}', '[1,"audit"]', `[2${inside.slice(2)}`, `${inside} `).map(wrapped),
  );
};

export const withCursor = (path: string, cursor: string): string =>
  `${path}${path.includes('?') ? '&' : '?'}cursor=${encoded(cursor)}`;
