import type * as z from 'zod';

/** What is wrong with a field, to be read after its name; where a schema has words of its own, those are kept. */

type Issue = Parameters<z.core.$ZodErrorMap>[0];

/** Pass it as `error` to a parse. */
export const fieldWords = (issue: Issue): string | undefined => {
  if (issue.input === undefined) return 'is required';
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${kinds[issue.expected] ?? `of type ${issue.expected}`}`;
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.join(', ')}`;
    case 'unrecognized_keys':
      return `has no field ${issue.keys.join(', ')}`;
    case 'invalid_format':
      return formats[issue.format];
    case 'too_small':
      return sizeWords('at least', issue.minimum, issue.origin);
    case 'too_big':
      return sizeWords('at most', issue.maximum, issue.origin);
    default:
      return undefined;
  }
};

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
};

const formats: Readonly<Record<string, string>> = {
  datetime: 'must be an instant in UTC, such as 2026-11-21T15:41:20Z',
  date: 'must be a day, such as 2026-11-21',
  url: 'must be an address, such as https://dxcp.example.com',
  email: 'must be an email address',
};

const sizeWords = (bound: 'at least' | 'at most', size: number | bigint, origin: string): string => {
  if (origin === 'string') {
    return bound === 'at least' && size === 1 ? 'must not be empty' : `must have ${bound} ${size} characters`;
  }
  return origin === 'array' ? `must have ${bound} ${size} entries` : `must be ${bound} ${size}`;
};
