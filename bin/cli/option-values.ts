import { InvalidArgumentError } from 'commander';
import { LIST_LIMIT_MAX } from '../../lib/contract/list.ts';
import { readInstant } from './text/time.ts';

/** What options of lists take, and what is said when it is something else. */

export const oneOf =
  <Value extends string>(values: readonly Value[]) =>
  (text: string): Value => {
    const found = values.find((value) => value === text.toUpperCase().replaceAll('-', '_'));
    if (!found) throw new InvalidArgumentError(`It is one of ${values.join(', ')}.`);
    return found;
  };

export const instant = (text: string): string => {
  const at = readInstant(text, Date.now());
  if (at === undefined) throw new InvalidArgumentError('It is a day (2026-11-21), an instant, or 30m, 24h, 7d ago.');
  return at;
};

export const revisionNumber = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('It is a number from 1.');
  return value;
};

export const count = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > LIST_LIMIT_MAX) {
    throw new InvalidArgumentError(`It is a number from 1 to ${LIST_LIMIT_MAX}.`);
  }
  return value;
};
