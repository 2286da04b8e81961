import type { DeliveryGroup } from '../../../lib/contract/delivery-group.ts';
import type { Environment, NewEnvironment } from '../../../lib/contract/environment.ts';
import { policyWords as words } from '../copy/policy.ts';
import { property, type Section } from '../form/field.ts';
import { newId } from './new-id.ts';

export type EnvironmentBody = Omit<NewEnvironment, 'reason'>;

export const bodyOfEnvironment = ({ name, displayName, type, lifecycle }: Environment): EnvironmentBody => ({
  name,
  displayName,
  type,
  lifecycle,
});

export const blankEnvironment: EnvironmentBody = { name: '', displayName: '', type: 'non_prod', lifecycle: 'active' };

/** Names of the groups that are bound to an environment. */
export const groupsIn = (groups: readonly DeliveryGroup[], environment: string): string[] =>
  groups.flatMap(({ environments, name }) => (environments.some((bound) => bound.name === environment) ? [name] : []));

export const environmentSections =
  (usedBy: readonly string[], taken?: readonly string[] | undefined) => (): readonly Section<EnvironmentBody>[] => [
    {
      title: words.about,
      fields: [
        ...(taken ? [newId<EnvironmentBody>('name', taken)] : []),
        {
          ...property<EnvironmentBody, 'displayName'>('displayName'),
          label: words.displayName,
          control: { kind: 'text' },
          get: ({ displayName }) => displayName,
        },
        {
          ...property<EnvironmentBody, 'type'>('type'),
          label: words.type,
          locked: usedBy.length > 0 ? words.typeLocked(usedBy.join(', ')) : undefined,
          control: {
            kind: 'choice',
            options: (['non_prod', 'prod'] as const).map((value) => ({ value, label: words.types[value] })),
          },
          get: ({ type }) => type,
        },
        {
          ...property<EnvironmentBody, 'lifecycle'>('lifecycle'),
          label: words.lifecycle,
          hint: words.lifecycleHint,
          control: {
            kind: 'choice',
            options: (['active', 'disabled', 'retired'] as const).map((value) => ({
              value,
              label: words.lifecycles[value],
            })),
          },
          get: ({ lifecycle }) => lifecycle,
        },
      ],
    },
  ];
