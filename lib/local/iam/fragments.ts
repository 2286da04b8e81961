import type { Access, Collection } from '../../stacks/access.ts';

/** One grant of a function, in the words of the grants. */
export type Fragment = {
  /** E.g. `reads deployment`, `lists gsi1 deliveryGroup`, `parameters oidc`. */
  readonly name: string;
  readonly access: Access;
};

const VERBS = ['reads', 'queries', 'puts', 'updates', 'deletes', 'checks'] as const;

/** The access grant by grant. That a workflow may be named is no grant. */
export function fragmentsOf(access: Access): readonly Fragment[] {
  const { lists = {}, artifacts, parameters, workflow, observes, signs, archives } = access;
  const parameterSets = parameters === undefined ? [] : [parameters].flat();
  return [
    ...VERBS.flatMap((verb) =>
      (access[verb] ?? []).map((one) => ({ name: `${verb} ${one}`, access: { [verb]: [one] } })),
    ),
    ...Object.entries(lists).flatMap(([index, collections]) =>
      collections.map((one) => ({ name: `lists ${index} ${one}`, access: { lists: { [index]: [one] } } })),
    ),
    ...(artifacts ? [{ name: `artifacts ${artifacts}`, access: { artifacts } }] : []),
    ...parameterSets.map((set) => ({ name: `parameters ${set}`, access: { parameters: set } })),
    ...(workflow === 'begin' ? [{ name: 'workflow begin', access: { workflow } }] : []),
    ...(observes ? [{ name: 'observes', access: { observes } }] : []),
    ...(signs ? [{ name: 'signs', access: { signs } }] : []),
    ...(archives ? [{ name: 'archives', access: { archives } }] : []),
  ];
}

/** The access but for one of its fragments. */
export function without(access: Access, name: string): Access {
  const [verb = '', ...rest] = name.split(' ');
  if (verb === 'lists') {
    const [index = '', one] = rest;
    const lists = Object.entries(access.lists ?? {}).map(([each, collections]) => [
      each,
      each === index ? collections.filter((collection) => collection !== one) : collections,
    ]);
    return { ...access, lists: Object.fromEntries(lists) };
  }
  const known = VERBS.find((each) => each === verb);
  if (known) return { ...access, [known]: (access[known] ?? []).filter((one: Collection) => one !== rest[0]) };
  return Object.fromEntries(Object.entries(access).filter(([key]) => key !== verb));
}
