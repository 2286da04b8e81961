/** What a form can hold in one field; an empty number is `NaN` until somebody types one. */
export type Value = string | number | boolean | readonly string[] | undefined;

export type Choice = {
  readonly value: string;
  readonly label: string;
  /** What to know before it is chosen. */
  readonly note?: string | undefined;
  /** Why it cannot be chosen. */
  readonly locked?: string | undefined;
};

type Control =
  | { readonly kind: 'text' | 'area' | 'lines' | 'switch' }
  /** `instead` holds while it is empty; without one it must be given. */
  | { readonly kind: 'number'; readonly min: number; readonly max: number; readonly instead?: number | undefined }
  | { readonly kind: 'choice' | 'checks'; readonly options: readonly Choice[] };

/** One field of a thing that is configured: how it is edited, shown, compared and found again in the API's answers. */
export type Field<Body> = {
  /** Where the API has it, below `body.`; errors below this path are errors of this field. */
  readonly path: string;
  readonly label: string;
  /** The label where what stands around it says the rest. */
  readonly short?: string | undefined;
  readonly hint?: string | undefined;
  readonly control: Control;
  readonly get: (body: Body) => Value;
  readonly set: (body: Body, value: Value) => Body;
  /** What it may not be, because something else is called so. */
  readonly taken?: readonly string[] | undefined;
  /** Begins a row: what comes before is of another kind. */
  readonly begins?: boolean;
  /** Why it stays as it is; `true` where its section says so. */
  readonly locked?: string | true | undefined;
};

/** Fields that belong together; `parts` are such of one thing each. */
export type Section<Body> = {
  readonly title: string;
  /** Why all of it stays as it is. */
  readonly note?: string | undefined;
  readonly fields: readonly Field<Body>[];
  readonly parts?: readonly { readonly title: string; readonly fields: readonly Field<Body>[] }[];
};
export type Sections<Body> = (body: Body) => readonly Section<Body>[];

/** Of one property. */
export const property = <Body, Key extends keyof Body & string>(key: Key) => ({
  path: key,
  set: (body: Body, value: Value): Body => ({ ...body, [key]: value }),
});

export const fieldsIn = <Body>(sections: readonly Section<Body>[]): Field<Body>[] =>
  sections.flatMap(({ fields, parts = [] }) => [...fields, ...parts.flatMap((part) => part.fields)]);

export const isList = (value: Value): value is readonly string[] => Array.isArray(value);
export const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
