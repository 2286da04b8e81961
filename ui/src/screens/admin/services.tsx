import { useQuery } from '@tanstack/react-query';
import type { Recipe } from '../../../../lib/contract/recipe.ts';
import type { Service } from '../../../../lib/contract/service.ts';
import { api } from '../../api/client.ts';
import * as queries from '../../api/queries.ts';
import { policyWords as words } from '../../copy/policy.ts';
import { useDraft } from '../../form/draft.ts';
import { Form } from '../../form/form.tsx';
import type { Send } from '../../form/save.ts';
import { ObjectHead } from '../../objects/head.tsx';
import { ServiceList } from '../../objects/lists.tsx';
import { blankService, bodyOfService, type ServiceBody, serviceSections } from '../../objects/service.ts';
import type { PageProps } from './admin.tsx';
import { Awaited, ListPage, storedOf, useSaved } from './edit.tsx';
import { useChangeEffect } from './effect.tsx';

const create: Send<ServiceBody, Service> = ({ body, reason }, options) =>
  api().services.create({ body: { ...body, ...(reason ? { reason } : {}) } }, options);

const update: Send<ServiceBody, Service> = ({ body: { name, ...body }, revision, reason }, options) =>
  api().services.update({ params: { service: name }, body: { ...body, revision, reason } }, options);

type ServiceFormProps = {
  service: Service | undefined;
  recipes: readonly Recipe[];
  others: readonly Pick<Service, 'name'>[];
};

const ServiceForm = ({ service, recipes, others }: ServiceFormProps) => {
  const saved = useSaved('services');
  const draft = useDraft({
    key: `services/${service?.name ?? 'new'}`,
    stored: service && storedOf(service, bodyOfService(service)),
    blank: blankService,
  });
  const taken = service ? undefined : others.map(({ name }) => name);
  const sections = serviceSections(recipes, taken);
  const effect = useChangeEffect({ service: { ...draft.body, revision: draft.base?.revision } }, draft, sections);
  return (
    <>
      <ObjectHead title={service?.name ?? words.addTitle(words.service)} stamp={service} />
      <Form
        draft={draft}
        sections={sections}
        what={words.service}
        effect={effect}
        send={service ? update : create}
        onSaved={({ name, revision }) => saved(name, name, revision)}
      />
    </>
  );
};

const One = ({ id }: { id: string }) => {
  const isNew = id === 'new';
  const { data, error } = useQuery({ ...queries.service(id), enabled: !isNew });
  const recipes = useQuery(queries.recipes);
  const others = useQuery(queries.services());
  if (!recipes.data || !others.data || !(isNew || data)) {
    return <Awaited title={words.services} error={error ?? recipes.error ?? others.error} />;
  }
  return <ServiceForm service={data} recipes={recipes.data.items} others={others.data.items} />;
};

/** What can be deployed at all. */
export const AdminServices = ({ id }: PageProps) =>
  id === undefined ? (
    <ListPage title={words.services} section="services" what={words.service}>
      <ServiceList />
    </ListPage>
  ) : (
    <One id={id} />
  );
