import type { ReactNode } from 'react';
import { formWords as words } from '../copy/form.ts';
import { cx } from '../kit/cx.ts';
import { Field as Labelled, Select } from '../kit/field.tsx';
import { Icon } from '../kit/icon.tsx';
import { spoken } from './changes.ts';
import { type Choice, type Field, isList, isSame, type Value } from './field.ts';

type Ids = { id: string; 'aria-describedby': string | undefined; 'aria-invalid': true | undefined };
type InputProps<Body> = { field: Field<Body>; value: Value; onChange: (value: Value) => void };

const text = (value: Value): string => (typeof value === 'string' ? value : '');
const box = 'control w-full px-2.5 aria-invalid:border-bad read-only:bg-sunken read-only:text-ink-2';
const area = cx(box, 'field-sizing-content h-auto! max-h-96 min-h-13.5! py-1.5 leading-5');

const linesOf = (typed: string): string[] => typed.split('\n').map((line) => line.trimStart());
/** A last empty line is where somebody types on. */
const asLines = (value: Value): string => (isList(value) ? value.join('\n') : '');

const Input = <Body,>({ field, value, onChange, ids }: InputProps<Body> & { ids: Ids }): ReactNode => {
  const { control, locked } = field;
  const readOnly = locked !== undefined;
  switch (control.kind) {
    case 'number':
      return (
        <input
          {...ids}
          type="number"
          inputMode="numeric"
          min={control.min}
          max={control.max}
          readOnly={readOnly}
          placeholder={control.instead === undefined ? undefined : words.likeTheGroup(control.instead)}
          value={typeof value === 'number' && !Number.isNaN(value) ? value : ''}
          onChange={({ target }) =>
            onChange(
              target.value === '' && control.instead !== undefined ? undefined : Number.parseInt(target.value, 10),
            )
          }
          className={cx(box, 'tnum max-w-36 placeholder:text-ink-3')}
        />
      );
    case 'area':
      return (
        <textarea
          {...ids}
          rows={2}
          readOnly={readOnly}
          value={text(value)}
          onChange={({ target }) => onChange(target.value)}
          className={area}
        />
      );
    case 'lines':
      return (
        <textarea
          {...ids}
          rows={Math.max(2, isList(value) ? value.length : 0)}
          readOnly={readOnly}
          value={asLines(value)}
          onChange={({ target }) => onChange(target.value === '' ? [] : linesOf(target.value))}
          onBlur={() => isList(value) && onChange(value.flatMap((line) => line.trim() || []))}
          className={area}
        />
      );
    case 'choice':
      return (
        <Select
          {...ids}
          disabled={readOnly}
          value={text(value)}
          options={control.options}
          onChange={onChange}
          className="disabled:bg-sunken disabled:text-ink-2"
        />
      );
    default:
      return (
        <input
          {...ids}
          type="text"
          autoComplete="off"
          spellCheck={false}
          readOnly={readOnly}
          value={text(value)}
          onChange={({ target }) => onChange(target.value)}
          className={box}
        />
      );
  }
};

const Was = ({ children }: { children: string }) => (
  <span className="text-xs text-warn wrap-anywhere">{words.was(children)}</span>
);

type BoxProps = { label: string; checked: boolean; note?: string | undefined; locked?: string | undefined };

/** One box to tick, with what to know about it. */
const Tick = ({ label, checked, note, locked, onChange }: BoxProps & { onChange: (checked: boolean) => void }) => (
  <label className={cx('flex min-h-6 items-start gap-2.5 text-sm', locked && 'text-ink-3')}>
    <input
      type="checkbox"
      checked={checked}
      disabled={locked !== undefined}
      onChange={({ target }) => onChange(target.checked)}
      className="mt-0.5 size-4 shrink-0 accent-(--ink)"
    />
    <span className="min-w-0 wrap-anywhere">
      {label}
      {(locked ?? note) && <span className="ml-2 text-xs text-ink-3">{locked ?? note}</span>}
    </span>
  </label>
);

type ListProps<Body> = InputProps<Body> & { options: readonly Choice[]; was: Value; error: string | undefined };

/** What may be in a list, each to tick; what is in it and no longer offered stays to be taken out. */
const Ticks = <Body,>({ field, options, value, was, error, onChange }: ListProps<Body>) => {
  const chosen = isList(value) ? value : [];
  const before = isList(was) ? was : [];
  const gone = [...chosen, ...before].filter((each) => options.every((option) => option.value !== each));
  const all = [...options, ...[...new Set(gone)].map((each): Choice => ({ value: each, label: each }))];
  return (
    <fieldset className="grid gap-1.5 sm:col-span-full">
      <legend className="sr-only">{field.label}</legend>
      {all.length === 0 && <p className="text-sm text-ink-3">{words.none}</p>}
      <div className="grid gap-x-4 gap-y-1.5 sm:grid-cols-2">
        {all.map((option) => {
          const checked = chosen.includes(option.value);
          const changed = checked !== before.includes(option.value);
          return (
            <Tick
              key={option.value}
              label={option.label}
              checked={checked}
              note={changed ? (checked ? words.added('') : words.removed('')) : option.note}
              locked={lockOf(field) ?? (checked ? undefined : option.locked)}
              onChange={(on) =>
                onChange(on ? [...chosen, option.value] : chosen.filter((each) => each !== option.value))
              }
            />
          );
        })}
      </div>
      {(error ?? field.hint) && (
        <p className={cx('text-xs', error ? 'text-bad' : 'text-ink-3')}>{error ?? field.hint}</p>
      )}
    </fieldset>
  );
};

type ControlProps<Body> = {
  field: Field<Body>;
  /** As it is stored; absent for what is new. */
  from: Body | undefined;
  body: Body;
  error: string | undefined;
  onChange: (body: Body) => void;
};

const lockOf = <Body,>({ locked }: Field<Body>): string | undefined => (locked === true ? words.locked : locked);

/** One field of a form, with what it was, what is wrong with it, or why it cannot be changed. */
export const Control = <Body,>({ field, from, body, error, onChange }: ControlProps<Body>) => {
  const value = field.get(body);
  const was = from && field.get(from);
  const set = (next: Value) => onChange(field.set(body, next));
  const label = field.short ?? field.label;
  if (field.control.kind === 'checks') {
    return <Ticks field={field} options={field.control.options} value={value} was={was} error={error} onChange={set} />;
  }
  // What is of something new was nothing before.
  const isNew = was === undefined && field.control.kind !== 'number';
  const before = from && !isNew && !isSame(value, was) ? <Was>{spoken(field, was)}</Was> : undefined;
  if (field.control.kind === 'switch') {
    return (
      <div className="grid content-start gap-0.5 sm:col-span-full">
        <Tick label={label} checked={value === true} note={field.hint} locked={lockOf(field)} onChange={set} />
        {before && <span className="pl-6.5">{before}</span>}
      </div>
    );
  }
  const hint = field.hint ?? (field.control.kind === 'lines' ? words.onePerLine : undefined);
  const why = typeof field.locked === 'string' && (
    <span className="inline-flex items-start gap-1">
      <Icon name="lock" size={12} className="mt-0.5" />
      {field.locked}
    </span>
  );
  const place = field.control.kind === 'area' ? 'sm:col-span-full' : field.begins && 'sm:col-start-1';
  const labelled = (
    <Labelled
      label={label}
      error={error}
      hint={
        why ||
        (before || hint ? (
          <>
            {before}
            {before && hint && ' · '}
            {hint}
          </>
        ) : undefined)
      }
    >
      {(ids) => <Input field={field} value={value} onChange={set} ids={ids} />}
    </Labelled>
  );
  return place ? <div className={place}>{labelled}</div> : labelled;
};
