import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { problem } from '../../lib/contract/problem.ts';
import type { Route } from '../../lib/contract/route.ts';
import { routes } from '../../lib/contract/routes.ts';

const parameter = z.object({
  name: z.string(),
  in: z.enum(['path', 'query', 'header']),
  description: z.string().min(1),
  example: z.unknown(),
});
const content = z.record(z.string(), z.looseObject({ example: z.unknown().optional() }));
const operation = z.looseObject({
  operationId: z.string(),
  parameters: z.array(parameter),
  requestBody: z.looseObject({ content }).optional(),
  responses: z.record(z.string(), z.looseObject({ content })),
});
const referenceDocument = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.looseObject({ examples: z.record(z.string(), z.object({ value: z.unknown() })) }),
});

const { paths, components } = referenceDocument.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, '../../docs/openapi.json'), 'utf8')),
);
const byOperation = new Map(
  Object.values(paths).flatMap((methods) => Object.values(methods).map((each) => [each.operationId, each])),
);
const shown = Object.values<Route>(routes).filter(({ path }) => path !== '$default');

const entryOf = ({ operation: name }: Route) => {
  const entry = byOperation.get(name);
  if (!entry) throw new Error(`${name} is not in the reference`);
  return entry;
};

const exampleIn = (media: z.infer<typeof content> | undefined): unknown => {
  const [found] = Object.values(media ?? {});
  expect(found).toHaveProperty('example');
  return found?.example;
};

describe('The API reference', () => {
  test.each(shown.filter(({ body }) => body))('shows a request of $operation that is valid', (route) => {
    const example = exampleIn(entryOf(route).requestBody?.content);
    expect(route.body?.safeParse(example).error?.issues ?? []).toEqual([]);
  });

  test.each(shown)('shows an answer of $operation that is valid', (route) => {
    const example = exampleIn(entryOf(route).responses[String(route.status)]?.content);
    expect(route.response.safeParse(example).error?.issues ?? []).toEqual([]);
  });

  test.each(shown)('describes every parameter of $operation, with a valid example', (route) => {
    const listed = entryOf(route).parameters;
    const examplesOf = (place: 'path' | 'query') =>
      Object.fromEntries(listed.filter((each) => each.in === place).map(({ name, example }) => [name, example]));
    for (const [place, schema] of [
      ['path', route.params],
      ['query', route.query],
    ] as const) {
      const examples = examplesOf(place);
      expect(Object.keys(examples)).toEqual(Object.keys(schema?.shape ?? {}));
      expect(schema?.safeParse(examples).error?.issues ?? []).toEqual([]);
    }
  });

  test('shows every problem with what to do', () => {
    for (const { value } of Object.values(components.examples)) {
      const { hint, title } = problem.parse(value);
      expect(hint).not.toBe('');
      expect(hint).not.toBe(title);
    }
  });
});
