import { policyWords as words } from '../copy/policy.ts';
import { type Field, property } from '../form/field.ts';

/** The field that names what is new: afterwards it never changes. */
export const newId = <Body extends { readonly id?: string; readonly name?: string }>(
  key: 'id' | 'name',
  taken: readonly string[],
): Field<Body> => ({
  ...property<Body, 'id' | 'name'>(key),
  label: key === 'id' ? words.id : words.name,
  hint: words.idHint,
  control: { kind: 'text' },
  taken,
  get: (body) => body[key] ?? '',
});
