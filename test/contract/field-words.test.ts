import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { buildRegistration } from '../../lib/contract/build.ts';
import { fieldWords } from '../../lib/contract/field-words.ts';
import type { Route } from '../../lib/contract/route.ts';
import { routes } from '../../lib/contract/routes.ts';
import { slug } from '../../lib/contract/values.ts';

const wordsOf = (schema: z.ZodType, value: unknown): string | undefined =>
  schema.safeParse(value, { error: fieldWords }).error?.issues[0]?.message;

describe('What is wrong with a field', () => {
  test.each<[z.ZodType, unknown, string]>([
    [z.string(), undefined, 'is required'],
    [z.string(), 5, 'must be text'],
    [z.int(), 1.5, 'must be a whole number'],
    [z.coerce.number(), 'x', 'must be a number'],
    [z.boolean(), 'yes', 'must be true or false'],
    [z.array(z.string()), {}, 'must be a list'],
    [z.object({}), [], 'must be an object'],
    [z.enum(['a', 'b']), 'c', 'must be one of a, b'],
    [z.literal('a'), 'c', 'must be a'],
    [z.strictObject({}), { foo: 1 }, 'has no field foo'],
    [z.iso.datetime(), 'yesterday', 'must be an instant in UTC, such as 2026-11-21T15:41:20Z'],
    [z.string().min(1), '', 'must not be empty'],
    [z.string().max(2), 'abc', 'must have at most 2 characters'],
    [z.array(z.string()).min(2), [], 'must have at least 2 entries'],
    [z.number().max(200), 900, 'must be at most 200'],
    [slug, 'Not a slug', 'must be lower-case letters, digits and dashes, at most 64'],
  ])('is said in a few words', (schema, value, words) => {
    expect(wordsOf(schema, value)).toBe(words);
  });

  const bodies = Object.values<Route>(routes).flatMap(({ operation, body }) =>
    body ? [[operation, body] as const] : [],
  );
  test.each([...bodies, ['a registration', buildRegistration] as const])(
    'is never told in the words of a parser: %s',
    (_, schema) => {
      for (const value of [{}, { foo: 1 }, [], 5, 'text', undefined]) {
        const messages =
          schema.safeParse(value, { error: fieldWords }).error?.issues.map(({ message }) => message) ?? [];
        expect(messages.filter((message) => /expected|received|Invalid|Unrecognized/.test(message))).toEqual([]);
      }
    },
  );
});
