import { type ComponentProps, type ReactNode, useId } from 'react';
import { cx } from './cx.ts';

export type Option = { readonly value: string; readonly label: string };
type SelectProps = Omit<ComponentProps<'select'>, 'onChange'> & {
  options: readonly Option[];
  onChange: (value: string) => void;
};

/** The platform's own select: it is the best one on phones. */
export const Select = ({ options, onChange, className, ...props }: SelectProps) => (
  <select
    {...props}
    onChange={(event) => onChange(event.target.value)}
    className={cx(
      'control w-full appearance-none truncate bg-(image:--chevron) bg-position-[right_8px_center] bg-no-repeat pr-7 pl-2.5',
      className,
    )}
  >
    {options.map(({ value, label }) => (
      <option key={value} value={value}>
        {label}
      </option>
    ))}
  </select>
);

type FieldProps = {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  children: (ids: {
    id: string;
    'aria-describedby': string | undefined;
    'aria-invalid': true | undefined;
  }) => ReactNode;
};

/** A labelled control with its hint, or what is wrong with it. */
export const Field = ({ label, hint, error, children }: FieldProps) => {
  const id = useId();
  const described = hint || error ? `${id}-hint` : undefined;
  return (
    <div className="grid min-w-0 content-start gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children({ id, 'aria-describedby': described, 'aria-invalid': error ? true : undefined })}
      {described && (
        <p id={described} className={cx('text-xs', error ? 'text-bad' : 'text-ink-3')}>
          {error ?? hint}
        </p>
      )}
    </div>
  );
};
