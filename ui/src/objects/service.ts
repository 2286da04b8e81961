import type { Recipe } from '../../../lib/contract/recipe.ts';
import type { NewService, Service } from '../../../lib/contract/service.ts';
import { policyWords as words } from '../copy/policy.ts';
import { type Field, property, type Section } from '../form/field.ts';
import { newId } from './new-id.ts';

export type ServiceBody = Omit<NewService, 'reason'>;

export const bodyOfService = (service: Service): ServiceBody => {
  const { name, description, owner, allowedRecipes, artifactSources, urlTemplate, backstageEntityRef, repository } =
    service;
  return { name, description, owner, allowedRecipes, artifactSources, urlTemplate, backstageEntityRef, repository };
};

export const blankService: ServiceBody = { name: '', allowedRecipes: [], artifactSources: [] };

type Text = 'description' | 'owner' | 'urlTemplate' | 'backstageEntityRef' | 'repository';

/** A line that is not there when it is empty. */
const line = (key: Text, label: string, hint?: string): Field<ServiceBody> => ({
  path: key,
  label,
  hint,
  control: { kind: key === 'description' ? 'area' : 'text' },
  get: (body) => body[key] ?? '',
  set: ({ [key]: _, ...body }, value) => (value === '' ? body : { ...body, [key]: value }),
});

export const serviceSections =
  (recipes: readonly Recipe[], taken?: readonly string[] | undefined) => (): readonly Section<ServiceBody>[] => [
    {
      title: words.about,
      fields: [
        ...(taken ? [newId<ServiceBody>('name', taken)] : []),
        line('owner', words.owner),
        line('description', words.description),
        line('repository', words.repository),
        line('urlTemplate', words.url, words.urlHint),
        line('backstageEntityRef', words.catalog),
      ],
    },
    {
      title: words.serviceRecipes,
      fields: [
        {
          ...property<ServiceBody, 'allowedRecipes'>('allowedRecipes'),
          label: words.serviceRecipes,
          hint: words.serviceRecipesHint,
          control: {
            kind: 'checks',
            options: recipes.map(({ id, name, status }) => ({
              value: id,
              label: name,
              note: status === 'deprecated' ? words.deprecated : undefined,
            })),
          },
          get: ({ allowedRecipes }) => allowedRecipes,
        },
      ],
    },
    {
      title: words.sources,
      fields: [
        {
          ...property<ServiceBody, 'artifactSources'>('artifactSources'),
          label: words.sources,
          hint: words.sourcesHint,
          control: { kind: 'lines' },
          get: ({ artifactSources }) => artifactSources,
        },
      ],
    },
  ];
