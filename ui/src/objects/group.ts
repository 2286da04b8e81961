import type { DeliveryGroup } from '../../../lib/contract/delivery-group.ts';
import { policyWords as words } from '../copy/policy.ts';
import { type Field, isList, property, type Section, type Value } from '../form/field.ts';
import { bindingFields, type GroupBody, type Known, limits } from './binding.ts';
import { newId } from './new-id.ts';

export const bodyOfGroup = (group: DeliveryGroup): GroupBody => {
  const { id, name, description, owners, services, allowedRecipes, environments, guardrails } = group;
  return { id, name, description, owners, services, allowedRecipes, environments, guardrails };
};

/** With the standard limits; the plane has the same for a group without any. */
export const blankGroup: GroupBody = {
  id: '',
  name: '',
  owners: [],
  services: [],
  allowedRecipes: [],
  environments: [],
  guardrails: { maxConcurrentDeployments: 1, dailyDeployQuota: 25, dailyRollbackQuota: 10 },
};

const limitFields = limits.map(
  ([name, label, min, max]): Field<GroupBody> => ({
    path: `guardrails.${name}`,
    label,
    ...(name === 'maxConcurrentDeployments' ? { hint: words.concurrentHint } : {}),
    control: { kind: 'number', min, max },
    get: ({ guardrails }) => guardrails[name],
    set: (body, value) => ({ ...body, guardrails: { ...body.guardrails, [name]: value } }),
  }),
);

const listOf = (value: Value): string[] => (isList(value) ? [...value] : []);

/** What is known of a group, section by section; `isNew` asks for its id too. */
export const groupSections =
  (known: Known, isNew: boolean) =>
  (body: GroupBody): readonly Section<GroupBody>[] => {
    const named = [
      ...new Set([...known.environments.map(({ name }) => name), ...body.environments.map(({ name }) => name)]),
    ];
    const orderOf = (name: string) =>
      body.environments.find((bound) => bound.name === name)?.promotionOrder ?? Number.POSITIVE_INFINITY;
    const environments = named.sort((a, b) => orderOf(a) - orderOf(b) || a.localeCompare(b));
    const homeOf = (service: string) =>
      known.groups.find(({ id, services }) => id !== body.id && services.includes(service))?.name;
    return [
      {
        title: words.about,
        fields: [
          ...(isNew
            ? [
                newId<GroupBody>(
                  'id',
                  known.groups.map(({ id }) => id),
                ),
              ]
            : []),
          {
            ...property<GroupBody, 'name'>('name'),
            label: words.name,
            control: { kind: 'text' },
            get: ({ name }) => name,
          },
          {
            ...property<GroupBody, 'description'>('description'),
            label: words.description,
            control: { kind: 'area' },
            get: ({ description }) => description ?? '',
          },
          {
            ...property<GroupBody, 'owners'>('owners'),
            label: words.owners,
            hint: words.ownersHint,
            control: { kind: 'lines' },
            get: ({ owners }) => owners,
          },
        ],
      },
      { title: words.limits, fields: limitFields },
      {
        title: words.members,
        fields: [
          {
            path: 'services',
            label: words.members,
            hint: words.membersHint,
            control: {
              kind: 'checks',
              options: known.services.map(({ name }) => {
                const home = homeOf(name);
                return { value: name, label: name, locked: home && words.inGroup(home) };
              }),
            },
            get: ({ services }) => services,
            set: (next, value) => ({ ...next, services: listOf(value) }),
          },
        ],
      },
      {
        title: words.allowed,
        fields: [
          {
            path: 'allowedRecipes',
            label: words.allowed,
            hint: words.allowedHint,
            control: {
              kind: 'checks',
              options: known.recipes.map(({ id, name, status }) => ({
                value: id,
                label: name,
                note: status === 'deprecated' ? words.deprecated : undefined,
              })),
            },
            get: ({ allowedRecipes }) => allowedRecipes,
            set: (next, value) => ({ ...next, allowedRecipes: listOf(value) }),
          },
        ],
      },
      {
        title: words.bound,
        fields: [],
        parts: environments.map((name) => ({
          title: known.environments.find((environment) => environment.name === name)?.displayName ?? name,
          fields: bindingFields(body, known, name),
        })),
      },
    ];
  };
