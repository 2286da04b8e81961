/** DynamoDB's typed JSON and back, for what this adapter writes: text, numbers, booleans, null, lists and maps. */

export type Plain = Record<string, unknown>;
export type PlainItem = Readonly<Plain>;
type Attribute = Record<string, unknown>;

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const encoded = (value: unknown): Attribute => {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (value === null) return { NULL: true };
  if (Array.isArray(value)) return { L: value.map(encoded) };
  if (isPlain(value)) return { M: encodedItem(value) };
  throw new Error(`A table does not keep ${String(value)}`);
};

export const encodedItem = (item: Plain): Plain =>
  Object.fromEntries(
    Object.entries(item).flatMap(([name, value]) => (value === undefined ? [] : [[name, encoded(value)]])),
  );

const decoded = (attribute: unknown): unknown => {
  if (!isPlain(attribute)) throw new Error('An attribute without a type');
  if ('S' in attribute) return attribute.S;
  if ('N' in attribute) return Number(attribute.N);
  if ('BOOL' in attribute) return attribute.BOOL;
  if ('NULL' in attribute) return null;
  if ('L' in attribute && Array.isArray(attribute.L)) return attribute.L.map(decoded);
  return isPlain(attribute.M) ? decodedItem(attribute.M) : undefined;
};

export const decodedItem = (item: object): PlainItem =>
  Object.fromEntries(Object.entries(item).map(([name, attribute]) => [name, decoded(attribute)]));

const ITEMS: ReadonlySet<string> = new Set(['Key', 'Item', 'ExpressionAttributeValues', 'ExclusiveStartKey']);

/** A request of the document client in the words of the table. */
export const encodedRequest = (request: Plain): Plain => {
  const through = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(through);
    return isPlain(value) ? encodedRequest(value) : value;
  };
  return Object.fromEntries(
    Object.entries(request).flatMap(([name, value]) => {
      if (value === undefined) return [];
      if (ITEMS.has(name) && isPlain(value)) return [[name, encodedItem(value)]];
      if (name === 'Keys' && Array.isArray(value))
        return [[name, value.map((key) => (isPlain(key) ? encodedItem(key) : key))]];
      return [[name, through(value)]];
    }),
  );
};

const decodedList = (items: unknown): unknown =>
  Array.isArray(items) ? items.map((item) => (isPlain(item) ? decodedItem(item) : item)) : items;

/** An answer of the table in the words of the document client. */
export const decodedResponse = ({ Attributes, Items, Responses, LastEvaluatedKey, ...rest }: Plain): Plain => ({
  ...rest,
  ...(isPlain(Attributes) ? { Attributes: decodedItem(Attributes) } : {}),
  ...(Items === undefined ? {} : { Items: decodedList(Items) }),
  ...(isPlain(LastEvaluatedKey) ? { LastEvaluatedKey: decodedItem(LastEvaluatedKey) } : {}),
  ...(Array.isArray(Responses)
    ? {
        Responses: Responses.map((each) =>
          isPlain(each) && isPlain(each.Item) ? { Item: decodedItem(each.Item) } : {},
        ),
      }
    : {}),
  ...(isPlain(Responses)
    ? { Responses: Object.fromEntries(Object.entries(Responses).map(([table, items]) => [table, decodedList(items)])) }
    : {}),
});
