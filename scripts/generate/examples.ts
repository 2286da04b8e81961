import { type ProblemCode, problemCodes } from '../../lib/contract/codes.ts';
import { problemAdvice } from '../../lib/contract/problem-advice.ts';
import { problemType } from '../../lib/contract/problem-type.ts';
import { byName, byShape } from './example-values.ts';

/** Examples, derived from the JSON schemas of the document: the shape is the schema's, the words are one small story. */

export type JsonSchema = {
  readonly $ref?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly format?: string;
  readonly pattern?: string;
};

export type Shapes = Readonly<Record<string, JsonSchema>>;

/** Requests show every field, answers those that are always there. */
type Extent = 'every field' | 'required fields';

type Around = { readonly shapes: Shapes; readonly extent: Extent };

/** Throws where nothing is known to put there, so that no example is made of nonsense. */
export const exampleOf = (schema: JsonSchema, around: Around, name = ''): unknown => {
  const shape = schema.$ref?.split('/').at(-1);
  if (shape !== undefined) return exampleOfShape(shape, around);
  const fitting = byName[name]?.find((value) => fits(schema, value));
  if (fitting !== undefined) return fitting;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.oneOf?.[0]) return exampleOf(schema.oneOf[0], around, name);
  if (schema.anyOf) return exampleOf(schema.anyOf.find(({ type }) => type !== 'null') ?? {}, around, name);
  switch (schema.type) {
    case 'object':
      return objectOf(schema, around);
    case 'array':
      return [exampleOf(schema.items ?? {}, around, singular(name))];
    case 'boolean':
      return true;
    case 'string':
      if (schema.format === 'date-time') return '2026-11-21T09:30:00.000Z';
  }
  throw new Error(`No example for ${name || 'a value'} (${JSON.stringify(schema)}): add one to example-values.ts`);
};

const exampleOfShape = (shape: string, around: Around): unknown => {
  const found = around.shapes[shape];
  if (!found) throw new Error(`No schema is called ${shape}`);
  const set = byShape[shape];
  if (!set) return exampleOf(found, around);
  const rest = {
    ...found,
    properties: Object.fromEntries(Object.entries(found.properties ?? {}).filter(([key]) => !(key in set))),
  };
  const whole = { ...objectOf(rest, around), ...set };
  const order = Object.keys(found.properties ?? {});
  return Object.fromEntries(
    order.flatMap((key) => (key in whole && whole[key] !== undefined ? [[key, whole[key]]] : [])),
  );
};

const objectOf = ({ properties = {}, required = [] }: JsonSchema, around: Around): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(properties)
      .filter(([key]) => around.extent === 'every field' || required.includes(key))
      .map(([key, inner]) => [key, exampleOf(inner, around, key)]),
  );

const singular = (name: string): string => singulars[name] ?? name;
const singulars: Readonly<Record<string, string>> = {
  allowedRecipes: 'recipeId',
  services: 'service',
};

/** A glance at type, choice and pattern; that an example is valid as a whole is what its test proves. */
const fits = ({ type, enum: choice, pattern, const: only, anyOf, $ref }: JsonSchema, value: unknown): boolean => {
  if ($ref !== undefined || only !== undefined) return false;
  if (anyOf) return anyOf.some((each) => fits(each, value));
  if (choice) return choice.includes(value);
  if (type === 'integer' || type === 'number') return typeof value === 'number';
  if (type === 'array') return Array.isArray(value);
  return typeof value === type && (pattern === undefined || new RegExp(pattern).test(String(value)));
};

/** The problem of a code, as an answer. */
export const exampleProblem = (code: ProblemCode) => {
  const { title, status } = problemCodes[code];
  return {
    type: problemType(code),
    title,
    status,
    detail: title,
    instance: '/v1/deployments',
    code,
    requestId: 'A9WvXGA8f8DWSvs=',
    hint: problemAdvice[code],
  };
};
