import { PARTITION_KEY } from './table.ts';

/** A condition on one item, as the parts of its request. */
export type Condition = {
  readonly ConditionExpression: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Record<string, unknown>;
};

/** Nothing lies under the key. */
export const isNew: Condition = { ConditionExpression: `attribute_not_exists(${PARTITION_KEY})` };

/** Fields of the object under the key have these values still. */
export const isStill = (fields: Readonly<Record<string, unknown>>): Condition => {
  const names = Object.keys(fields);
  return {
    ConditionExpression: names.map((name) => `#doc.#${name} = :${name}`).join(' AND '),
    ExpressionAttributeNames: { '#doc': 'doc', ...Object.fromEntries(names.map((name) => [`#${name}`, name])) },
    ExpressionAttributeValues: Object.fromEntries(names.map((name) => [`:${name}`, fields[name]])),
  };
};
