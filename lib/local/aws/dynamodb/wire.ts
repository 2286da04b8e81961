import type { AttributeValue } from 'aws-lambda';

/** An item in DynamoDB's JSON: attribute name → typed value. */
export type Item = { [name: string]: AttributeValue };

export type KeyElement = { AttributeName: string; KeyType: string };

export type Index = {
  IndexName: string;
  KeySchema: KeyElement[];
  Projection: { ProjectionType: string; NonKeyAttributes?: string[] };
};

/** A table description, as it is stored and as DescribeTable answers it. */
export type Table = {
  TableName: string;
  TableArn: string;
  TableStatus: string;
  KeySchema: KeyElement[];
  AttributeDefinitions: { AttributeName: string; AttributeType: string }[];
  GlobalSecondaryIndexes?: (Index & { IndexStatus?: string })[];
  LocalSecondaryIndexes?: Index[];
  StreamSpecification?: { StreamEnabled: boolean; StreamViewType?: string };
  LatestStreamArn?: string;
  LatestStreamLabel?: string;
};

/** A request that has passed validation; expressions are parsed into underscored fields. */
export type ItemRequest = {
  TableName: string;
  Key?: Item;
  Item?: Item;
  ReturnConsumedCapacity?: string;
  ConditionExpression?: string;
  [field: string]: unknown;
};

export type Body = Record<string, unknown>;

/** One change of the database: a row put or deleted. */
export type Row = { type: 'put'; key: string; value: unknown } | { type: 'del'; key: string };

export type Range = {
  gt?: string;
  gte?: string;
  lt?: string;
  lte?: string;
  reverse?: boolean;
  limit?: number;
};

/** True for a plain JSON object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The values of the named key attributes of an item. */
export function keyOf(item: Item, schema: KeyElement[]): Item {
  return Object.fromEntries(
    schema.flatMap(({ AttributeName: name }) => {
      const value = item[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** True for a stored item; rows of items hold nothing else. */
export function isItem(value: unknown): value is Item {
  return isRecord(value);
}
