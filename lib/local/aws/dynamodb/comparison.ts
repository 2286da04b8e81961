import { validationError } from './errors.ts';
import { isRecord } from './wire.ts';

const DEEP_TYPES = ['M', 'L', 'SS', 'NS', 'BS'];

/**
 * Throws if a parsed expression compares with a map, a list or a set. AWS can; dynalite answers wrongly without a
 * word, so here such an expression is refused where it is written.
 */
export function refuseDeepComparisons(parsed: unknown): void {
  if (isRecord(parsed)) visit(parsed.expression);
}

function visit(expression: unknown): void {
  if (!isRecord(expression) || !Array.isArray(expression.args)) return;
  const compares = ['=', '<>', 'in'].includes(
    String(expression.type === 'function' ? expression.name : expression.type),
  );
  if (compares && expression.args.some(isDeep)) {
    throw validationError('Comparing with a map, list or set is not supported by the embedded DynamoDB');
  }
  expression.args.forEach(visit);
}

function isDeep(operand: unknown): boolean {
  return isRecord(operand) && DEEP_TYPES.some((type) => Object.hasOwn(operand, type));
}
