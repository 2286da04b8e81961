import type { AttributeValue } from 'aws-lambda';
import { validationError } from './errors.ts';
import type { Item, Table } from './wire.ts';

const DEEPEST = 32;
const MOST_DIGITS = 38;

/** What AWS would not store of an item and dynalite would: empty keys of an index, too many digits or levels. */
export function valueProblem(item: Item, table: Table): Error | undefined {
  const indexes = [...(table.GlobalSecondaryIndexes ?? []), ...(table.LocalSecondaryIndexes ?? [])];
  const emptyKey = indexes.find(({ KeySchema }) =>
    KeySchema.some(({ AttributeName: name }) => item[name]?.S === '' || item[name]?.B === ''),
  );
  if (emptyKey === undefined) return firstProblem(Object.values(item), 1);
  return validationError(
    `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: ${emptyKey.IndexName}`,
  );
}

function firstProblem(values: AttributeValue[], level: number): Error | undefined {
  if (values.length > 0 && level > DEEPEST) return validationError('Nesting Levels have exceeded supported limits');
  for (const value of values) {
    const problem = problemOf(value, level);
    if (problem) return problem;
  }
  return undefined;
}

function problemOf(value: AttributeValue, level: number): Error | undefined {
  if (value.N !== undefined && digitsOf(value.N) > MOST_DIGITS) {
    return validationError('Attempting to store more than 38 significant digits in a Number');
  }
  return firstProblem(value.L ?? Object.values(value.M ?? {}), level + 1);
}

function digitsOf(number: string): number {
  const [digits = ''] = number.replace(/[-+.]/g, '').split(/e/i);
  return digits.replace(/^0+|0+$/g, '').length;
}
