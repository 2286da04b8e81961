import { useQuery } from '@tanstack/react-query';
import { useMe } from '../../api/me.ts';
import { useNames } from '../../api/names.ts';
import * as queries from '../../api/queries.ts';
import { DEFAULT_DAYS, type DeploymentsSearch, periods, stateFilters } from '../../app/search.ts';
import { deploymentsWords } from '../../copy/deployments.ts';
import { copy } from '../../copy.ts';
import { type Option, Select } from '../../kit/field.tsx';

const words = deploymentsWords;

const stateOptions: Option[] = [
  { value: '', label: words.anyState },
  ...stateFilters.map((value) => ({ value, label: value === 'IN_FLIGHT' ? words.inFlight : copy.marks[value] })),
];
const periodOptions: Option[] = periods.map((days) => ({ value: String(days), label: words.days(days) }));

type FiltersProps = { search: DeploymentsSearch; onChange: (raw: Record<string, unknown>) => void };

const useOptions = () => {
  const names = useNames();
  const { who, seesDeploymentsOf } = useMe();
  const groups = (useQuery(queries.groups).data?.items ?? []).filter(({ id }) => seesDeploymentsOf(id));
  const visible = new Set(groups.flatMap((group) => group.services));
  const services = (useQuery(queries.services()).data?.items ?? []).filter(({ name }) => visible.has(name));
  const environments = useQuery(queries.environments).data?.items ?? [];
  const me = who?.actor.email ?? who?.actor.id;
  return {
    services: [{ value: '', label: words.anyService }, ...services.map(({ name }) => ({ value: name, label: name }))],
    groups: [{ value: '', label: words.anyGroup }, ...groups.map(({ id, name }) => ({ value: id, label: name }))],
    environments: [
      { value: '', label: words.anyEnvironment },
      ...environments.map(({ name }) => ({ value: name, label: names.environment(name) })),
    ],
    people: [{ value: '', label: words.anyone }, ...(me ? [{ value: me, label: words.mine }] : [])],
  };
};

/** A value from the address that is no option stays visible as itself. */
const withOwn = (options: readonly Option[], value: string): readonly Option[] =>
  options.some((option) => option.value === value) ? options : [...options, { value, label: value }];

/** Every filter is part of the address, so that a view can be sent to somebody. */
export const Filters = ({ search, onChange }: FiltersProps) => {
  const options = useOptions();
  const one = (label: string, key: string, value: string, list: readonly Option[], width: string) => (
    <div className={`min-w-0 flex-1 max-sm:basis-[45%] ${width}`}>
      <Select
        aria-label={label}
        value={value}
        options={withOwn(list, value)}
        onChange={(next) => onChange({ [key]: next || undefined })}
        {...(key === 'service' ? { 'data-filter': true } : {})}
      />
    </div>
  );
  return (
    <div className="mb-3 flex flex-wrap gap-2">
      {one(words.service, 'service', search.service ?? '', options.services, 'sm:basis-48')}
      {one(words.state, 'state', search.state ?? '', stateOptions, 'sm:basis-36')}
      {one(words.environment, 'env', search.env ?? '', options.environments, 'sm:basis-40')}
      {one(words.group, 'group', search.group ?? '', options.groups, 'sm:basis-36')}
      {one(words.by, 'by', search.by ?? '', options.people, 'sm:basis-32')}
      {one(words.period, 'days', String(search.days ?? DEFAULT_DAYS), periodOptions, 'sm:basis-36')}
    </div>
  );
};
