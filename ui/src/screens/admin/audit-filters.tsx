import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import * as queries from '../../api/queries.ts';
import { adminWords as words } from '../../copy/admin.ts';
import { useDebounced } from '../../kit/debounced.ts';
import { type Option, Select } from '../../kit/field.tsx';
import { type AuditSearch, auditPeriods, DEFAULT_DAYS } from './audit-search.ts';

const SETTLE_MS = 400;

const typeOptions: Option[] = [
  { value: '', label: words.anyType },
  ...Object.entries(words.types).map(([value, label]) => ({ value, label })),
];
const periodOptions: Option[] = auditPeriods.map((days) => ({ value: String(days), label: words.periods(days) }));

type IdBoxProps = { label: string; placeholder: string; value: string; onChange: (value: string) => void };

/** A part of the address that is typed: it filters once the typing rests. */
const IdBox = ({ label, placeholder, value, onChange }: IdBoxProps) => {
  const [typed, setTyped] = useState(value);
  const [sent, setSent] = useState(value);
  const [seen, setSeen] = useState(value);
  const settled = useDebounced(typed.trim(), SETTLE_MS);
  const send = useEffectEvent((text: string) => {
    if (text === value) return;
    setSent(text);
    onChange(text);
  });
  useEffect(() => send(settled), [settled]);
  if (value !== seen) {
    setSeen(value);
    setSent(value);
    // Cleared or set from outside, what was typed goes; what was sent from here stays as it is being typed.
    if (value !== sent) setTyped(value);
  }
  return (
    <input
      type="search"
      aria-label={label}
      placeholder={placeholder}
      autoComplete="off"
      spellCheck={false}
      maxLength={256}
      value={typed}
      onChange={({ target }) => setTyped(target.value)}
      className="control w-full px-2.5 placeholder:text-ink-3"
    />
  );
};

type AuditFiltersProps = { search: AuditSearch; onChange: (part: Record<string, string>) => void };

export const AuditFilters = ({ search, onChange }: AuditFiltersProps) => {
  const groups = useQuery(queries.groups).data?.items ?? [];
  const groupOptions = [
    { value: '', label: words.anyGroup },
    ...groups.map(({ id, name }) => ({ value: id, label: name })),
  ];
  const shape = 'min-w-0 flex-1 max-sm:basis-[45%]';
  return (
    <div className="mb-3 flex flex-wrap gap-2">
      <div className={`${shape} sm:basis-44`}>
        <Select
          data-filter
          aria-label={words.type}
          value={search.type ?? ''}
          options={typeOptions}
          onChange={(type) => onChange({ type })}
        />
      </div>
      <div className={`${shape} sm:basis-44`}>
        <IdBox
          label={words.actor}
          placeholder={words.actorPlaceholder}
          value={search.actor ?? ''}
          onChange={(actor) => onChange({ actor })}
        />
      </div>
      <div className={`${shape} sm:basis-44`}>
        <IdBox
          label={words.target}
          placeholder={words.targetPlaceholder}
          value={search.target ?? ''}
          onChange={(target) => onChange({ target })}
        />
      </div>
      <div className={`${shape} sm:basis-36`}>
        <Select
          aria-label={words.group}
          value={search.group ?? ''}
          options={groupOptions}
          onChange={(group) => onChange({ group })}
        />
      </div>
      <div className={`${shape} sm:basis-32`}>
        <Select
          aria-label={words.period}
          value={String(search.days ?? DEFAULT_DAYS)}
          options={periodOptions}
          onChange={(days) => onChange({ days })}
        />
      </div>
    </div>
  );
};
