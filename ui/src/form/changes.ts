import { formWords as words } from '../copy/form.ts';
import { type Choice, type Field, fieldsIn, isList, isSame, type Sections, type Value } from './field.ts';

/** A field that two versions of a thing have otherwise. */
export type FieldChange = { readonly path: string; readonly label: string; readonly text: string };

const optionsOf = <Body>({ control }: Field<Body>): readonly Choice[] =>
  control.kind === 'choice' || control.kind === 'checks' ? control.options : [];

const named = <Body>(field: Field<Body>, value: string): string =>
  optionsOf(field).find((option) => option.value === value)?.label ?? value;

/** A value as people read it. */
export const spoken = <Body>(field: Field<Body>, value: Value): string => {
  if (isList(value)) return value.length === 0 ? words.none : value.map((each) => named(field, each)).join(', ');
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  const option = optionsOf(field).find((each) => each.value === value);
  if (option) return option.label;
  if (value === undefined || value === '' || Number.isNaN(value)) {
    return field.control.kind === 'number' && field.control.instead !== undefined
      ? words.asTheGroup(field.control.instead)
      : words.none;
  }
  return typeof value === 'number' ? value.toLocaleString('en') : value;
};

const without = (from: readonly string[], those: readonly string[]) => from.filter((each) => !those.includes(each));

/** "25 → 10"; of a list, what came and what went. */
const turn = <Body>(field: Field<Body>, was: Value, is: Value): string => {
  if (!isList(was) || !isList(is)) return `${spoken(field, was)} → ${spoken(field, is)}`;
  const said = (list: readonly string[]) => list.map((each) => named(field, each)).join(', ');
  const [added, removed] = [without(is, was), without(was, is)];
  const parts = [
    ...(added.length > 0 ? [words.added(said(added))] : []),
    ...(removed.length > 0 ? [words.removed(said(removed))] : []),
  ];
  return parts.length > 0 ? parts.join('; ') : words.reordered;
};

const allFields = <Body>(sections: Sections<Body>, bodies: readonly Body[]): Field<Body>[] => {
  const fields = bodies.flatMap((body) => fieldsIn(sections(body)));
  // The place of a field within a list may differ between versions; what it is called does not.
  return fields.filter(({ label }, at) => fields.findIndex((field) => field.label === label) === at);
};

const changedFields = <Body>(sections: Sections<Body>, before: Body, after: Body): Field<Body>[] =>
  allFields(sections, [after, before]).filter((field) => !isSame(field.get(before), field.get(after)));

/** What is not there and what is empty read alike. */
const readsAlike = <Body>(field: Field<Body>, was: Value, is: Value): boolean =>
  !isList(was) && !isList(is) && spoken(field, was) === spoken(field, is);

/** What differs between two versions, in the order of the form. */
export const changesBetween = <Body>(sections: Sections<Body>, before: Body, after: Body): FieldChange[] =>
  changedFields(sections, before, after).flatMap((field) => {
    const [was, is] = [field.get(before), field.get(after)];
    if (readsAlike(field, was, is)) return [];
    return [{ path: field.path, label: field.label, text: turn(field, was, is) }];
  });

/** The same changes, made to a newer version: what it changed elsewhere stays. */
export const redone = <Body>(sections: Sections<Body>, base: Body, mine: Body, newest: Body): Body =>
  changedFields(sections, base, mine).reduce((body, field) => field.set(body, field.get(mine)), newest);

const faultOf = <Body>({ control, taken }: Field<Body>, value: Value): string | undefined => {
  if (typeof value === 'string' && taken?.includes(value)) return words.taken(value);
  if (control.kind !== 'number' || (control.instead !== undefined && value === undefined)) return undefined;
  const fits = typeof value === 'number' && Number.isInteger(value) && value >= control.min && value <= control.max;
  return fits ? undefined : words.number(control.min, control.max);
};

/** What is wrong with a form before it is sent, by path: numbers that are missing or out of bounds, names of others. */
export const faultsOf = <Body>(sections: Sections<Body>, body: Body): ReadonlyMap<string, string> =>
  new Map(
    fieldsIn(sections(body)).flatMap((field): [string, string][] => {
      const fault = faultOf(field, field.get(body));
      return fault === undefined ? [] : [[field.path, fault]];
    }),
  );
