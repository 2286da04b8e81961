import { runtimeError, StateError } from './error.ts';

/** What paths can read: the state's data (`$`) and the context object (`$$`). */
export type Scope = { readonly data: unknown; readonly context: unknown };

const STEP = /\.([A-Za-z_][\w-]*)|\['((?:[^'\\]|\\.)*)'\]|\[(\d+)\]/y;

/** A path of plain steps: `$`, `$.a.b`, `$['a b']`, `$.list[0]`, `$$.Execution.Name`. Throws on anything else. */
export function parsePath(text: string): { root: '$' | '$$'; steps: (string | number)[] } {
  const root = text.startsWith('$$') ? '$$' : '$';
  const steps: (string | number)[] = [];
  if (!text.startsWith('$')) throw new SyntaxError(`Not a path: ${text}`);
  STEP.lastIndex = root.length;
  while (STEP.lastIndex < text.length) {
    const [, name, quoted, index] = STEP.exec(text) ?? [];
    const step = index === undefined ? (name ?? quoted?.replace(/\\(.)/g, '$1')) : Number(index);
    if (step === undefined) throw new SyntaxError(`Not a path of plain steps: ${text}`);
    steps.push(step);
  }
  return { root, steps };
}

/** The value at a path, or `undefined` when there is none. */
export function findAt(text: string, scope: Scope): unknown {
  const { root, steps } = parsePath(text);
  return steps.reduce(child, root === '$$' ? scope.context : scope.data);
}

/** The value at a path; a path that leads nowhere is a runtime error, as in AWS. */
export function readAt(text: string, scope: Scope): unknown {
  const value = findAt(text, scope);
  if (value === undefined) throw runtimeError(`The path '${text}' could not be found in the input`);
  return value;
}

function child(parent: unknown, step: string | number): unknown {
  if (Array.isArray(parent)) return typeof step === 'number' ? parent[step] : undefined;
  return isObject(parent) && Object.hasOwn(parent, step) ? parent[String(step)] : undefined;
}

/** A copy of `data` with `value` put at the path, making objects on the way. */
function writeAt(text: string, data: unknown, value: unknown): unknown {
  return place(parsePath(text).steps, data, value);
}

/** InputPath and OutputPath: `null` stands for an empty object. */
export const select = (path: string | null, data: unknown, context: unknown): unknown =>
  path === null ? {} : readAt(path, { data, context });

/** ResultPath: `null` drops the result and keeps the state's input. */
export const put = (path: string | null, raw: unknown, result: unknown): unknown =>
  path === null ? raw : writeAt(path, raw, result);

function place([step, ...rest]: readonly (string | number)[], data: unknown, value: unknown): unknown {
  if (step === undefined) return value;
  if (!isObject(data) || typeof step === 'number') {
    throw new StateError('States.ResultPathMatchFailure', `A result cannot be put at '${step}' of this input`);
  }
  return { ...data, [step]: place(rest, child(data, step) ?? {}, value) };
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
