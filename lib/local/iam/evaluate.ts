import type { Statement } from '../../stacks/statements.ts';

/** One thing that a caller asks for, as IAM judges it. */
export type Ask = {
  /** E.g. `dynamodb:GetItem`. */
  readonly action: string;
  readonly resource: string;
  /** Context key → its values; a key that the request does not have is absent. */
  readonly context: Readonly<Record<string, readonly string[]>>;
};

export type Verdict = 'allowed' | 'denied by no statement' | 'denied by a statement';

/** Judges as IAM does for a role with one policy: a denial wins, and what no statement allows is denied. */
export function evaluate(statements: readonly Statement[], ask: Ask): Verdict {
  const about = statements.filter((statement) => covers(statement, ask));
  if (about.some(({ Effect }) => Effect === 'Deny')) return 'denied by a statement';
  return about.length > 0 ? 'allowed' : 'denied by no statement';
}

const covers = ({ Action, Resource, Condition = {} }: Statement, { action, resource, context }: Ask): boolean =>
  Action.some((pattern) => isLike(action.toLowerCase(), pattern.toLowerCase())) &&
  Resource.some((pattern) => isLike(resource, pattern)) &&
  Object.entries(Condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => operatorNamed(operator)(context[key], [wanted].flat())),
  );

type Operator = (values: readonly string[] | undefined, wanted: readonly string[]) => boolean;

const isAnyOf = (value: string, wanted: readonly string[]): boolean => wanted.some((pattern) => isLike(value, pattern));

const operators: Readonly<Record<string, Operator>> = {
  'ForAllValues:StringLike': (values = [], wanted) => values.every((value) => isAnyOf(value, wanted)),
  'ForAnyValue:StringLike': (values = [], wanted) => values.some((value) => isAnyOf(value, wanted)),
  Null: (values, wanted) => wanted.includes(String(values === undefined)),
};

/** A condition that is not understood must not be taken for fulfilled, nor for unfulfilled under a denial. */
function operatorNamed(name: string): Operator {
  const operator = Object.hasOwn(operators, name) ? operators[name] : undefined;
  if (!operator) throw new Error(`Policies of the local plane cannot use the condition operator ${name}`);
  return operator;
}

const compiled = new Map<string, RegExp>();

/** `*` stands for any text, `?` for one character. */
function isLike(text: string, pattern: string): boolean {
  let expression = compiled.get(pattern);
  if (!expression) {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
    expression = new RegExp(`^${source}$`, 's');
    compiled.set(pattern, expression);
  }
  return expression.test(text);
}
