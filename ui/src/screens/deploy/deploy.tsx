import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import type { DeliveryGroup } from '../../../../lib/contract/delivery-group.ts';
import { useMe } from '../../api/me.ts';
import { useNames } from '../../api/names.ts';
import * as queries from '../../api/queries.ts';
import { reasonOf } from '../../api/reason.ts';
import { copy } from '../../copy.ts';
import { Button, buttonClass } from '../../kit/button.tsx';
import { Field, Select } from '../../kit/field.tsx';
import { Empty } from '../../kit/notice.tsx';
import { PageHead, trailLink } from '../../kit/page.tsx';
import { Refusals } from '../../kit/refusals.tsx';
import { Skeleton } from '../../kit/skeleton.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { type DeployForm, type FormFacts, SUMMARY_MAX, useDeployForm } from './form.ts';
import { Preview, usePreview } from './preview.tsx';
import { RecipeCards } from './recipe-cards.tsx';
import { useSubmit } from './submit.ts';
import { refusedOf } from './verdict.ts';

const words = copy.deploy;
const VersionPicker = lazy(() => import('./version-picker.tsx').then((part) => ({ default: part.VersionPicker })));
const route = getRouteApi('/inside/services/$name/deploy');

/** Why the form cannot be submitted now, in the order in which a person would mend it. */
const submitReason = (form: DeployForm, look: ReturnType<typeof usePreview>, busy: boolean): string | undefined => {
  if (busy) return copy.reasons.submitting;
  if (form.intent.version === '') return copy.reasons.versionMissing;
  const [refusal] = look.pending ? [] : (look.data?.refusals ?? []);
  if (refusal) return reasonOf(refusal);
  if (form.intent.changeSummary === '') return copy.reasons.summaryMissing;
  return look.pending || !look.data ? copy.reasons.checking : undefined;
};

const Fields = ({ form, facts, running }: { form: DeployForm; facts: FormFacts; running: string | undefined }) => {
  const navigate = route.useNavigate();
  const names = useNames();
  const { intent, bindings } = form;
  const change = (search: { env?: string; version?: string }) =>
    void navigate({ search: (before) => ({ ...before, ...search }), replace: true });
  const options = bindings.map(({ name, enabled }) => ({
    value: name,
    label: enabled ? names.environment(name) : words.disabled(names.environment(name)),
  }));
  const unbound = options.every(({ value }) => value !== intent.environment);
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={words.environment}>
          {(ids) => (
            <Select
              {...ids}
              value={intent.environment}
              onChange={(env) => change({ env })}
              options={unbound ? [...options, { value: intent.environment, label: intent.environment }] : options}
            />
          )}
        </Field>
        <Field label={words.version}>
          {({ id }) => (
            <Suspense fallback={<Skeleton className="control" />}>
              <VersionPicker
                id={id}
                versions={facts.versions}
                value={intent.version}
                running={running}
                onChange={(version) => change({ version })}
              />
            </Suspense>
          )}
        </Field>
      </div>
      <RecipeCards form={form} />
      <Field label={words.summary} hint={words.summaryHint}>
        {(ids) => (
          <input
            {...ids}
            type="text"
            required
            maxLength={SUMMARY_MAX}
            value={form.summary}
            onChange={(event) => form.setSummary(event.target.value)}
            className="control w-full px-2.5"
          />
        )}
      </Field>
    </>
  );
};

const IntentForm = ({ facts }: { facts: FormFacts }) => {
  const form = useDeployForm(facts, route.useSearch());
  const look = usePreview(form.intent);
  const submit = useSubmit(form);
  const names = useNames();
  const environments = useQuery(queries.environments).data?.items;
  const { service, environment, version } = form.intent;
  const environmentName = names.environment(environment);
  const running = look.data?.running?.version;
  const reason = submitReason(form, look, submit.isPending);
  const isProduction = environments?.find(({ name }) => name === environment)?.type === 'prod';
  const label = running === version && version !== '' ? words.resubmit : words.submit;
  const refused = refusedOf(submit.error, submit.submittedAt);
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_380px]">
      <form
        className="grid min-w-0 gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          if (!reason) submit.mutate();
        }}
      >
        <Fields form={form} facts={facts} running={running} />
        {isProduction && <p className="text-sm font-medium">{words.productionLine(service, environmentName)}</p>}
        <div className="flex flex-wrap gap-2">
          <Button look="primary" type="submit" reason={reason}>
            {version === '' ? copy.actions.deploy : label(version, environmentName)}
          </Button>
          <Link to="/services/$name" params={{ name: service }} className={buttonClass('quiet')}>
            {copy.actions.cancel}
          </Link>
        </div>
        {submit.error && refused.refusals.length === 0 && <Refusals error={submit.error} />}
      </form>
      <Preview look={look} version={version} refused={refused} />
    </div>
  );
};

const useFacts = (name: string) => {
  const service = useQuery(queries.service(name));
  const groups = useQuery(queries.groups);
  const recipes = useQuery(queries.recipes);
  const versions = useQuery(queries.versions(name));
  const group: DeliveryGroup | undefined = groups.data?.items.find(({ services }) => services.includes(name));
  return {
    error: service.error ?? groups.error ?? recipes.error ?? versions.error,
    loaded: service.data && groups.data && recipes.data && versions.data,
    group,
    facts:
      service.data && group && recipes.data && versions.data
        ? { service: service.data, group, recipes: recipes.data.items, versions: versions.data.versions }
        : undefined,
  };
};

/** A page of its own: it can be linked to, and there is room for reasons. */
export const Deploy = () => {
  const { name } = route.useParams();
  const { facts, group, loaded, error } = useFacts(name);
  const mayNot = useMe().deployReason(group);
  const body = () => {
    if (error) return <Trouble error={error} />;
    if (loaded && !facts) return <Empty title={copy.reasons.notInGroup} />;
    if (!facts || mayNot === copy.loading) return <Skeleton className="h-80" />;
    return mayNot ? <Empty title={mayNot} /> : <IntentForm facts={facts} />;
  };
  return (
    <>
      <PageHead
        tab={words.title(name)}
        title={words.title(name)}
        trail={[
          <Link key="s" to="/services" className={trailLink}>
            {copy.services.title}
          </Link>,
          <Link key="n" to="/services/$name" params={{ name }} className={trailLink}>
            {name}
          </Link>,
        ]}
      />
      {body()}
    </>
  );
};
