import { runtimeError } from './error.ts';
import { findAt, isObject, parsePath, readAt, type Scope } from './path.ts';

/** Whether a choice rule holds for the state's input. */
export type Test = (scope: Scope) => boolean;

type Compare = (order: number) => boolean;

const COMPARISONS: Readonly<Record<string, Compare>> = {
  Equals: (order) => order === 0,
  LessThan: (order) => order < 0,
  GreaterThan: (order) => order > 0,
  LessThanEquals: (order) => order <= 0,
  GreaterThanEquals: (order) => order >= 0,
};

/** How each type is told and ordered; a value of another type never matches. */
const TYPES: Readonly<Record<string, (value: unknown) => number | string | undefined>> = {
  String: (value) => (typeof value === 'string' ? value : undefined),
  Numeric: (value) => (typeof value === 'number' ? value : undefined),
  Boolean: (value) => (typeof value === 'boolean' ? Number(value) : undefined),
  Timestamp: (value) => (isTimestamp(value) ? Date.parse(value) : undefined),
};

const KINDS: Readonly<Record<string, (value: unknown) => boolean>> = {
  IsNull: (value) => value === null,
  IsString: (value) => typeof value === 'string',
  IsNumeric: (value) => typeof value === 'number',
  IsBoolean: (value) => typeof value === 'boolean',
  IsTimestamp: (value) => isTimestamp(value),
};

const OPERATOR = /^(String|Numeric|Boolean|Timestamp)(Equals|(?:LessThan|GreaterThan)(?:Equals)?)(Path)?$/;

/** Compiles one choice rule; throws SyntaxError for an operator Step Functions does not have. */
export function compileRule(rule: unknown): Test {
  if (!isObject(rule)) throw new SyntaxError('A choice rule is an object');
  const { Next: _next, Comment: _comment, Variable, ...operators } = rule;
  const [operator, ...more] = Object.entries(operators);
  if (operator === undefined || more.length > 0) throw new SyntaxError('A choice rule has exactly one operator');
  return compileLogic(...operator) ?? compileComparison(Variable, ...operator);
}

function compileLogic(name: string, operand: unknown): Test | undefined {
  if (name === 'Not') {
    const test = compileRule(operand);
    return (scope) => !test(scope);
  }
  if (name !== 'And' && name !== 'Or') return undefined;
  if (!Array.isArray(operand)) throw new SyntaxError(`${name} takes a list of rules`);
  const tests = operand.map(compileRule);
  return (scope) => (name === 'And' ? tests.every((test) => test(scope)) : tests.some((test) => test(scope)));
}

function compileComparison(variable: unknown, name: string, operand: unknown): Test {
  if (typeof variable !== 'string') throw new SyntaxError(`${name} needs a Variable`);
  parsePath(variable);
  if (name === 'IsPresent') return (scope) => (findAt(variable, scope) !== undefined) === operand;
  const kind = KINDS[name];
  if (kind !== undefined) return (scope) => kind(readAt(variable, scope)) === operand;
  if (name === 'StringMatches') return compileMatches(variable, String(operand));
  const [, type = '', comparison = '', path] = OPERATOR.exec(name) ?? [];
  const [rank, compare] = [TYPES[type], COMPARISONS[comparison]];
  if (rank === undefined || compare === undefined || (type === 'Boolean' && comparison !== 'Equals')) {
    throw new SyntaxError(`Unknown choice operator ${name}`);
  }
  if (path !== undefined) parsePath(String(operand));
  return (scope) => {
    const left = rank(readAt(variable, scope));
    const right = rank(path === undefined ? operand : readAt(String(operand), scope));
    if (right === undefined) throw runtimeError(`The operand of ${name} is not of type ${type}`);
    return left !== undefined && compare(left < right ? -1 : left > right ? 1 : 0);
  };
}

/** `*` stands for any text; `\\*` for an asterisk. */
function compileMatches(variable: string, pattern: string): Test {
  const literal = (text: string) => text.replace(/[\^$.|?*+()[\]{}/\\-]/g, '\\$&');
  const source = pattern.replace(/\\(.)|\*|[^\\*]+/gs, (all, escaped) =>
    all === '*' ? '.*' : literal(escaped ?? all),
  );
  const regex = new RegExp(`^${source}$`, 's');
  return (scope) => {
    const value = readAt(variable, scope);
    return typeof value === 'string' && regex.test(value);
  };
}

const isTimestamp = (value: unknown): value is string =>
  typeof value === 'string' &&
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value) &&
  !Number.isNaN(Date.parse(value));
