import { getRouteApi } from '@tanstack/react-router';
import { useNames } from '../../api/names.ts';
import { versionTyped } from '../../api/versions.ts';
import { deployWords as words } from '../../copy/deploy.ts';
import { copy } from '../../copy.ts';
import { Field, Select } from '../../kit/field.tsx';
import { useFailedWhere } from './failed-before.tsx';
import { type DeployForm, type FormFacts, SUMMARY_MAX } from './form.ts';
import { lackOfSummary, lackOfVersion } from './lack.ts';
import { RecipeCards } from './recipe-cards.tsx';
import { VersionPicker } from './version-picker.tsx';

const route = getRouteApi('/inside/services/$name/deploy');
/** From here on the length is worth knowing. */
const SUMMARY_LONG = 200;

type FieldsProps = { form: DeployForm; facts: FormFacts; running: string | undefined };

const useChange = () => {
  const navigate = route.useNavigate();
  return (search: { env?: string; version?: string }) =>
    void navigate({ search: (before) => ({ ...before, ...search }), replace: true });
};

const EnvironmentField = ({ form: { intent, bindings } }: FieldsProps) => {
  const names = useNames();
  const change = useChange();
  const options = bindings.map(({ name, enabled }) => ({
    value: name,
    label: enabled ? names.environment(name) : copy.deploy.disabled(names.environment(name)),
  }));
  const unbound = options.every(({ value }) => value !== intent.environment);
  return (
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
  );
};

const VersionField = ({ form, facts, running }: FieldsProps) => {
  const whereOf = useFailedWhere(form.intent.environment);
  const change = useChange();
  const lack = lackOfVersion(form, facts);
  const failedWhere = (version: string) => {
    const mishap = form.mishaps.get(version);
    return mishap && whereOf(mishap);
  };
  const type = (text: string | undefined) => {
    form.setTyped(text);
    const version = text === undefined ? undefined : versionTyped(facts.versions, text)?.version;
    if (version !== undefined && version !== form.settled) change({ version });
  };
  return (
    <Field label={words.version} error={form.typed?.trim() && lack?.hint ? lack.reason : undefined}>
      {(ids) => (
        <VersionPicker
          ids={ids}
          versions={facts.versions}
          value={form.settled}
          typed={form.typed}
          running={running}
          failedWhere={failedWhere}
          onType={type}
          onPick={(version) => change({ version })}
        />
      )}
    </Field>
  );
};

const SummaryField = ({ form }: FieldsProps) => {
  const { length } = form.intent.changeSummary;
  const error = length > SUMMARY_MAX ? lackOfSummary(form.intent)?.reason : undefined;
  return (
    <Field
      label={words.summary}
      hint={length >= SUMMARY_LONG ? words.summaryLength(length, SUMMARY_MAX) : words.summaryHint}
      error={error && `${error}: ${words.summaryLength(length, SUMMARY_MAX)}`}
    >
      {(ids) => (
        <input
          {...ids}
          type="text"
          name="summary"
          required
          value={form.summary}
          onChange={(event) => form.draft.setSummary(event.target.value)}
          className="control w-full scroll-mb-48 px-2.5"
        />
      )}
    </Field>
  );
};

/** Environment, version, recipe and change summary. */
export const Fields = (props: FieldsProps) => (
  <>
    <div className="grid gap-4 sm:grid-cols-2">
      <EnvironmentField {...props} />
      <VersionField {...props} />
    </div>
    <RecipeCards form={props.form} recipes={props.facts.recipes} />
    <SummaryField {...props} />
  </>
);
