import type { Plain, PlainItem } from './attributes.ts';

/** DynamoDB's conditions and updates on plain items, compiled once for each text. */

export type Substitutes = { readonly names: Plain; readonly values: Plain };
export type Condition = (item: PlainItem, substitutes: Substitutes) => boolean;
export type Update = (item: PlainItem, substitutes: Substitutes) => PlainItem;
type Operand = (item: PlainItem, substitutes: Substitutes) => unknown;
type Path = (substitutes: Substitutes) => readonly string[];

const TOKENS = /\s*([#:]?[A-Za-z_][\w-]*|\d+|<>|<=|>=|[=<>(),.+-])/y;

const tokensOf = (text: string): string[] => {
  const tokens: string[] = [];
  TOKENS.lastIndex = 0;
  while (TOKENS.lastIndex < text.trimEnd().length) {
    const match = TOKENS.exec(text);
    if (!match?.[1]) throw new Error(`Not understood in an expression: ${text}`);
    tokens.push(match[1]);
  }
  return tokens;
};

const at = (item: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (value, name) => (typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined),
    item,
  );

const comparisons: Readonly<Record<string, (a: unknown, b: unknown) => boolean>> = {
  '=': (a, b) => a !== undefined && same(a, b),
  '<>': (a, b) => !same(a, b),
  '<': (a, b) => order(a, b) < 0,
  '<=': (a, b) => order(a, b) <= 0,
  '>': (a, b) => order(a, b) > 0,
  '>=': (a, b) => order(a, b) >= 0,
};

const same = (a: unknown, b: unknown): boolean =>
  a === b || (typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b));

/** NaN, which no comparison holds for, where two values have no order. */
const order = (a: unknown, b: unknown): number => {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  return Number.NaN;
};

/** Reads one expression, token by token. */
class Reader {
  private readonly tokens: string[];
  private readonly text: string;
  private position = 0;

  constructor(text: string) {
    this.text = text;
    this.tokens = tokensOf(text);
  }

  get next(): string | undefined {
    return this.tokens[this.position];
  }

  take(expected?: string): string {
    const token = this.next;
    if (token === undefined || (expected !== undefined && token !== expected)) {
      throw new Error(`Not understood at ${token ?? 'the end'}: ${this.text}`);
    }
    this.position += 1;
    return token;
  }

  takes(token: string): boolean {
    if (this.next !== token) return false;
    this.position += 1;
    return true;
  }

  path(): Path {
    const parts = [this.take()];
    while (this.takes('.')) parts.push(this.take());
    return ({ names }) => parts.map((part) => (part.startsWith('#') ? String(names[part]) : part));
  }

  operand(): Operand {
    if (this.next?.startsWith(':')) {
      const name = this.take();
      return (_, { values }) => values[name];
    }
    const path = this.path();
    return (item, substitutes) => at(item, path(substitutes));
  }

  list<Thing>(read: () => Thing): Thing[] {
    const things = [read()];
    while (this.takes(',')) things.push(read());
    return things;
  }

  condition(): Condition {
    const parts = [this.conjunction()];
    while (this.takes('OR')) parts.push(this.conjunction());
    return (item, substitutes) => parts.some((part) => part(item, substitutes));
  }

  private conjunction(): Condition {
    const parts = [this.term()];
    while (this.takes('AND')) parts.push(this.term());
    return (item, substitutes) => parts.every((part) => part(item, substitutes));
  }

  private term(): Condition {
    if (this.takes('(')) {
      const inner = this.condition();
      this.take(')');
      return inner;
    }
    if (this.next === 'attribute_exists' || this.next === 'attribute_not_exists') return this.existence();
    return this.comparison();
  }

  private existence(): Condition {
    const wanted = this.take() === 'attribute_exists';
    this.take('(');
    const path = this.path();
    this.take(')');
    return (item, substitutes) => (at(item, path(substitutes)) !== undefined) === wanted;
  }

  private comparison(): Condition {
    const left = this.operand();
    if (this.takes('BETWEEN')) {
      const [low] = [this.operand(), this.take('AND')] as const;
      const high = this.operand();
      return (item, by) => order(left(item, by), low(item, by)) >= 0 && order(left(item, by), high(item, by)) <= 0;
    }
    if (this.takes('IN')) {
      this.take('(');
      const choices = this.list(() => this.operand());
      this.take(')');
      return (item, by) => choices.some((choice) => same(left(item, by), choice(item, by)));
    }
    const compare = comparisons[this.take()];
    if (!compare) throw new Error(`No comparison: ${this.text}`);
    const right = this.operand();
    return (item, by) => compare(left(item, by), right(item, by));
  }

  update(): Update {
    const actions: Update[] = [];
    while (this.next !== undefined) {
      const clause = this.take();
      if (clause === 'SET') actions.push(...this.list(() => this.setting()));
      else if (clause === 'REMOVE') actions.push(...this.list(() => this.removal()));
      else if (clause === 'ADD') actions.push(...this.list(() => this.addition()));
      else throw new Error(`No clause of an update: ${clause}`);
    }
    // All of it is computed from the item as it was.
    return (item, by) => actions.reduce((changed, action) => action(changed, by), item);
  }

  private setting(): Update {
    const path = this.path();
    this.take('=');
    const first = this.operand();
    const second = this.takes('+') ? this.operand() : undefined;
    return (item, by) => {
      const value = second ? Number(first(item, by)) + Number(second(item, by)) : first(item, by);
      return withValue(item, path(by), value);
    };
  }

  private removal(): Update {
    const path = this.path();
    return (item, by) => withValue(item, path(by), undefined);
  }

  private addition(): Update {
    const path = this.path();
    const amount = this.operand();
    return (item, by) => withValue(item, path(by), Number(at(item, path(by)) ?? 0) + Number(amount(item, by)));
  }
}

/** A copy with the value at the path; without it when it is undefined. */
const withValue = (item: Plain, [name = '', ...rest]: readonly string[], value: unknown): Plain => {
  const inner = item[name];
  const next =
    rest.length === 0 ? value : withValue(typeof inner === 'object' && inner !== null ? { ...inner } : {}, rest, value);
  const { [name]: _, ...others } = item;
  return next === undefined ? others : { ...others, [name]: next };
};

const remembered = <Compiled>(compile: (reader: Reader) => Compiled) => {
  const known = new Map<string, Compiled>();
  return (text: string): Compiled => {
    const compiled = known.get(text) ?? compile(new Reader(text));
    known.set(text, compiled);
    return compiled;
  };
};

export const conditionOf = remembered((reader) => reader.condition());
export const updateOf = remembered((reader) => reader.update());
