/** Sort keys in the order of a list. They are ASCII, so the order of JavaScript and that of DynamoDB agree. */

export type Direction = 'ascending' | 'descending';

/** Below and above all sort keys. */
export const LOWEST = '\u0001';
export const HIGHEST = '\uffff';

/** Whether `a` comes before `b` in the list. */
export const precedes = (direction: Direction, a: string, b: string): boolean =>
  direction === 'ascending' ? a < b : a > b;

/**
 * The closest bound past `key`: it includes everything beyond it and not `key` itself. Descending that is the key with
 * its last character one lower, and whatever follows.
 */
export const boundPast = (direction: Direction, key: string): string => {
  if (direction === 'ascending') return key + LOWEST;
  const last = key.length - 1;
  return key.slice(0, last) + String.fromCharCode(key.charCodeAt(last) - 1) + HIGHEST;
};
