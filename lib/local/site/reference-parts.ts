import * as z from 'zod';
import { problemCodes } from '../../contract/codes.ts';
import { problemAnchor } from '../../contract/problem-type.ts';

/** What the API reference reads of the OpenAPI document, and its smallest pieces of page. */

const media = z.record(
  z.string(),
  z.looseObject({
    schema: z.looseObject({ $ref: z.string().optional() }).optional(),
    example: z.unknown().optional(),
    examples: z.record(z.string(), z.unknown()).optional(),
  }),
);
export const parameter = z.looseObject({
  name: z.string(),
  in: z.string(),
  required: z.boolean().optional(),
  description: z.string().optional(),
  schema: z.looseObject({}).optional(),
  example: z.unknown().optional(),
});
export const operation = z.looseObject({
  operationId: z.string().optional(),
  summary: z.string().optional(),
  description: z.string().optional(),
  security: z.array(z.record(z.string(), z.unknown())).optional(),
  parameters: z.array(parameter).optional(),
  requestBody: z.looseObject({ content: media, required: z.boolean().optional() }).optional(),
  responses: z.record(z.string(), z.looseObject({ description: z.string().optional(), content: media.optional() })),
});
export const openApi = z.looseObject({
  info: z.looseObject({ title: z.string(), version: z.string(), description: z.string().optional() }),
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z
    .looseObject({
      schemas: z.record(z.string(), z.unknown()).optional(),
      examples: z.record(z.string(), z.looseObject({ value: z.unknown() })).optional(),
    })
    .optional(),
});

export type Media = z.infer<typeof media>;
export type Parameter = z.infer<typeof parameter>;
export type Operation = z.infer<typeof operation>;
export type Listed = { readonly method: string; readonly path: string; readonly operation: Operation };

export const text = (raw: string): string => raw.replace(/[<>&"']/g, (char) => `&#${char.charCodeAt(0)};`);

/** Prose in which backticks mark code. */
export const prose = (raw: string): string => text(raw).replace(/`([^`]+)`/g, '<code>$1</code>');

/** Scrolls by itself when it is long, so it can be reached by keyboard. */
export const block = (label: string, shown: string): string =>
  `<pre tabindex="0" role="region" aria-label="${text(label)}">${text(shown)}</pre>`;

export const json = (shape: unknown): string => JSON.stringify(shape, null, 2);

/** The name of a schema as a link to it, or the schema itself. */
export const shapeOf = (content: Media | undefined, label: string): string => {
  const shape = Object.values(content ?? {})[0]?.schema;
  if (!shape) return '';
  const name = shape.$ref?.split('/').at(-1);
  if (name) return `<a href="#schema-${text(name)}">${text(name)}</a>`;
  return `<details><summary>Schema</summary>${block(label, json(shape))}</details>`;
};

/** "NOT_FOUND, RATE_LIMITED", each a link to what to do about it. */
export const problemLinks = (codes: readonly string[]): string =>
  codes
    .map((code) => (code in problemCodes ? `<a href="#${problemAnchor(code)}">${text(code)}</a>` : text(code)))
    .join(', ');
