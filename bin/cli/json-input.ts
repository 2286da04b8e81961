import { readFile } from 'node:fs/promises';
import type * as z from 'zod';
import { fieldWords } from '../../lib/contract/field-words.ts';
import { UsageError } from './errors.ts';
import type { Terminal } from './terminal.ts';

/** The JSON object in a file, or on standard input for `-`. */
export const readObject = async (terminal: Terminal, file: string): Promise<Readonly<Record<string, unknown>>> => {
  const text = await (file === '-' ? terminal.readInput() : readFile(file, 'utf8').catch(unreadable));
  const value = jsonOf(text);
  if (isObject(value)) return value;
  throw new UsageError(`${file === '-' ? 'Standard input' : file} holds no JSON object.`);
};

/** What fits the schema of the API; all that does not is said at once, before anything is sent. */
export const fitting = <Shape extends z.ZodType>(shape: Shape, value: unknown): z.output<Shape> => {
  const parsed = shape.safeParse(value, { error: fieldWords });
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path, message }) => `  ${path.join('.') || 'the object'}: ${message}`);
  throw new UsageError(['This does not fit, and nothing was sent.', ...lines].join('\n'));
};

const unreadable = (): never => {
  throw new UsageError('There is no such file, or it cannot be read.');
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
