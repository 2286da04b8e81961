import { runtimeError } from './error.ts';
import { parsePath, readAt, type Scope } from './path.ts';

/** A parsed `States.Name(arguments)` expression. */
export type Call = { readonly name: string; readonly args: readonly Argument[] };
type Argument =
  | { readonly path: string }
  | { readonly value: string | number | boolean | null }
  | { readonly call: Call };

const TOKEN =
  /\s*(?:(States\.\w+)\s*\(|('(?:[^'\\]|\\.)*')|(-?\d+(?:\.\d+)?)|(true|false|null)|(\$[^\s,()]*)|([(),]))\s*/y;

export const isIntrinsic = (expression: string): boolean => expression.startsWith('States.');

const FUNCTIONS: Readonly<Record<string, (...args: readonly unknown[]) => unknown>> = {
  'States.MathAdd': (a, b) => numeric(a) + numeric(b),
  'States.Format': (format, ...values) => {
    const left = [...values];
    return String(format).replace(/\{\}/g, () => asText(left.shift()));
  },
  'States.Array': (...values) => values,
  'States.ArrayLength': (list) => (Array.isArray(list) ? list.length : refuse('States.ArrayLength needs an array')),
  'States.JsonToString': (value) => JSON.stringify(value),
  'States.StringToJson': (text) => parseJson(String(text)),
};

/** Parses an intrinsic function call; throws SyntaxError for one that is malformed or not known here. */
export function parseIntrinsic(expression: string): Call {
  const tokens = tokenize(expression);
  const call = readCall(tokens);
  if (tokens.length > 0) throw new SyntaxError(`Unexpected text after ${call.name}(…)`);
  return call;
}

function tokenize(expression: string): RegExpExecArray[] {
  const tokens: RegExpExecArray[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < expression.length) {
    const token = TOKEN.exec(expression);
    if (token === null) throw new SyntaxError(`Cannot read ${expression}`);
    tokens.push(token);
  }
  return tokens;
}

function readCall(tokens: RegExpExecArray[]): Call {
  const name = tokens.shift()?.[1];
  if (name === undefined || !Object.hasOwn(FUNCTIONS, name)) throw new SyntaxError(`Unknown function ${name}`);
  const args: Argument[] = [];
  if (tokens[0]?.[6] === ')') {
    tokens.shift();
    return { name, args };
  }
  for (;;) {
    args.push(readArgument(tokens));
    const separator = tokens.shift()?.[6];
    if (separator === ')') return { name, args };
    if (separator !== ',') throw new SyntaxError(`Expected , or ) in ${name}`);
  }
}

function readArgument(tokens: RegExpExecArray[]): Argument {
  if (tokens[0]?.[1] !== undefined) return { call: readCall(tokens) };
  const [, , quoted, number, word, path] = tokens.shift() ?? [];
  if (quoted !== undefined) return { value: quoted.slice(1, -1).replace(/\\(.)/g, '$1') };
  if (number !== undefined) return { value: Number(number) };
  if (word !== undefined) return { value: word === 'null' ? null : word === 'true' };
  if (path === undefined) throw new SyntaxError('Expected an argument');
  parsePath(path);
  return { path };
}

export function evaluate(call: Call, scope: Scope): unknown {
  const run = FUNCTIONS[call.name];
  const args = call.args.map((arg) => {
    if ('path' in arg) return readAt(arg.path, scope);
    return 'call' in arg ? evaluate(arg.call, scope) : arg.value;
  });
  return run === undefined ? refuse(`Unknown function ${call.name}`) : run(...args);
}

function refuse(cause: string): never {
  throw runtimeError(cause);
}

const numeric = (value: unknown): number => (typeof value === 'number' ? value : refuse('A number is needed'));

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null));

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return refuse('States.StringToJson needs JSON text');
  }
}
