import { PARTITION_KEY } from './table.ts';

/** A condition on one item, as the parts of its request. */
export type Condition = {
  readonly ConditionExpression: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Record<string, unknown>;
};

/** Nothing lies under the key. */
export const isNew: Condition = { ConditionExpression: `attribute_not_exists(${PARTITION_KEY})` };

/** Fields of the object under the key have these values still; one that is `undefined` is absent still. */
export const isStill = (fields: Readonly<Record<string, unknown>>): Condition => {
  const names = Object.keys(fields);
  const present = names.filter((name) => fields[name] !== undefined);
  const term = (name: string) =>
    fields[name] === undefined ? `attribute_not_exists(#doc.#${name})` : `#doc.#${name} = :${name}`;
  return {
    ConditionExpression: names.map(term).join(' AND '),
    ExpressionAttributeNames: { '#doc': 'doc', ...Object.fromEntries(names.map((name) => [`#${name}`, name])) },
    ...(present.length === 0
      ? {}
      : { ExpressionAttributeValues: Object.fromEntries(present.map((name) => [`:${name}`, fields[name]])) }),
  };
};
