import fc from 'fast-check';
import * as z from 'zod';
import { hostileKey, hostileString, hostileValue, objectOf } from './hostile.ts';

/** From a schema of the contract to values that fit it, nearly fit it, or do not fit it at all. */

type Shape = { readonly [key: string]: unknown };
const isShape = (value: unknown): value is Shape =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const shapes = (value: unknown): Shape[] => (Array.isArray(value) ? value.filter(isShape) : []);

/** Values that mean something on the plane, by field: what is nearly right gets furthest. */
export type Known = Readonly<Record<string, readonly unknown[]>>;

type Around = { readonly definitions: Shape; readonly known: Known };

const shapeOf = (schema: z.ZodType): Shape => {
  const made: unknown = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return isShape(made) ? made : {};
};

/** Bodies: mostly right, but for a field here and there. */
export const bodyFor = (schema: z.ZodType, known: Known): fc.Arbitrary<unknown> => {
  const shape = shapeOf(schema);
  const definitions = isShape(shape.$defs) ? shape.$defs : {};
  return fc.oneof(
    { weight: 6, arbitrary: valueFor(shape, { definitions, known }) },
    { weight: 1, arbitrary: hostileValue },
  );
};

/** Path parameters and queries: text, whatever the schema makes of it. */
export const textsFor = (schema: z.ZodType | undefined, known: Known): fc.Arbitrary<Record<string, string>> => {
  if (!schema) return fc.constant({});
  return fieldsFor(shapeOf(schema), { definitions: {}, known }).map((fields) =>
    Object.fromEntries(fields.map(([name, value]) => [name, asText(value)])),
  );
};

const asText = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

type Field = readonly [name: string, value: unknown];
const ABSENT = Symbol('absent');

/** Good fields, of which at most one is made bad or left out: what is nearly right gets furthest. */
const fieldsFor = (shape: Shape, around: Around): fc.Arbitrary<Field[]> => {
  const properties = Object.entries(isShape(shape.properties) ? shape.properties : {});
  const required = new Set(Array.isArray(shape.required) ? shape.required : []);
  const good = properties.map(([name, property]) => {
    const value = goodField(name, isShape(property) ? property : {}, around);
    return required.has(name) ? value : fc.option(value, { nil: ABSENT, freq: 1 });
  });
  const bad = fc.oneof(hostileString, hostileValue, fc.constant(ABSENT));
  const victim = fc.integer({ min: -properties.length - 1, max: properties.length - 1 });
  return fc
    .tuple(fc.tuple(...good), bad, victim)
    .map(([values, worse, at]) =>
      properties
        .map(([name], index): Field => [name, index === at ? worse : values[index]])
        .filter(([, value]) => value !== ABSENT),
    );
};

const goodField = (name: string, shape: Shape, around: Around): fc.Arbitrary<unknown> => {
  const known = around.known[name];
  if (!known) return valueFor(shape, around);
  return fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...known) },
    { weight: 1, arbitrary: valueFor(shape, around) },
  );
};

const valueFor = (shape: Shape, around: Around): fc.Arbitrary<unknown> => {
  const { $ref, anyOf, oneOf, allOf, type } = shape;
  if (typeof $ref === 'string') {
    const named = around.definitions[$ref.split('/').at(-1) ?? ''];
    return isShape(named) ? valueFor(named, around) : hostileValue;
  }
  const choices = [...shapes(anyOf), ...shapes(oneOf)];
  if (choices.length > 0) return fc.oneof(...choices.map((choice) => valueFor(choice, around)));
  const [first] = shapes(allOf);
  if (first) return valueFor(first, around);
  if (Array.isArray(shape.enum)) return fc.constantFrom(...shape.enum);
  if ('const' in shape) return fc.constant(shape.const);
  if (type === 'object') return objectFor(shape, around);
  if (type === 'array') return fc.array(valueFor(isShape(shape.items) ? shape.items : {}, around), { maxLength: 3 });
  if (type === 'string') return textFor(shape);
  if (type === 'integer' || type === 'number') return numberFor(shape);
  return type === 'boolean' ? fc.boolean() : hostileValue;
};

const objectFor = (shape: Shape, around: Around): fc.Arbitrary<unknown> => {
  const extras = fc.oneof(
    { weight: 8, arbitrary: fc.constant<Field[]>([]) },
    { weight: 1, arbitrary: fc.array(fc.tuple(hostileKey, hostileValue), { minLength: 1, maxLength: 2 }) },
  );
  return fc.tuple(fieldsFor(shape, around), extras).map(([fields, more]) => objectOf([...fields, ...more]));
};

const LONGEST = 300;

const textFor = ({ pattern, format, minLength, maxLength }: Shape): fc.Arbitrary<string> => {
  if (format === 'date-time') return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
  if (format === 'uri') return fc.webUrl();
  if (typeof pattern === 'string') return fc.stringMatching(new RegExp(pattern));
  const most = typeof maxLength === 'number' ? maxLength : LONGEST;
  const least = typeof minLength === 'number' ? minLength : 0;
  return fc.oneof(
    { weight: 6, arbitrary: fc.string({ unit: 'grapheme', minLength: least, maxLength: Math.min(most, LONGEST) }) },
    { weight: 1, arbitrary: fc.constantFrom('x'.repeat(most), 'x'.repeat(most + 1), 'x'.repeat(least)) },
  );
};

const SAFE = Number.MAX_SAFE_INTEGER;

const numberFor = ({ minimum, maximum }: Shape): fc.Arbitrary<number> => {
  const least = typeof minimum === 'number' ? Math.max(minimum, -SAFE) : -SAFE;
  const most = typeof maximum === 'number' ? Math.min(maximum, SAFE) : SAFE;
  return fc.oneof(
    fc.integer({ min: least, max: most }),
    fc.constantFrom(least, most, least - 1, most + 1, least + 0.5),
  );
};
