import { StateError } from './error.ts';
import { evaluate, isIntrinsic, parseIntrinsic } from './intrinsic.ts';
import { isObject, parsePath, readAt, type Scope } from './path.ts';

/** Fills a payload template: a field `"name.$"` is replaced by what its path or intrinsic function yields. */
export function fill(template: unknown, scope: Scope): unknown {
  if (Array.isArray(template)) return template.map((item) => fill(item, scope));
  if (!isObject(template)) return template;
  return Object.fromEntries(
    Object.entries(template).map(([name, value]) =>
      name.endsWith('.$') ? [name.slice(0, -2), yieldOf(String(value), scope)] : [name, fill(value, scope)],
    ),
  );
}

/** Fills a `Parameters` field; a path that leads nowhere can be retried and caught there. */
export function fillParameters(template: unknown, scope: Scope): unknown {
  try {
    return fill(template, scope);
  } catch (error) {
    if (error instanceof StateError) throw new StateError('States.ParameterPathFailure', error.message);
    throw error;
  }
}

const yieldOf = (expression: string, scope: Scope): unknown =>
  isIntrinsic(expression) ? evaluate(parseIntrinsic(expression), scope) : readAt(expression, scope);

/** Throws SyntaxError when the template holds a path or function that cannot be run. */
export function checkTemplate(template: unknown): void {
  if (Array.isArray(template)) template.forEach(checkTemplate);
  if (!isObject(template)) return;
  for (const [name, value] of Object.entries(template)) {
    if (!name.endsWith('.$')) checkTemplate(value);
    else if (typeof value !== 'string') throw new SyntaxError(`${name} must be a string`);
    else if (isIntrinsic(value)) parseIntrinsic(value);
    else parsePath(value);
  }
}
