import { cx } from './cx.ts';
import type { Option } from './field.tsx';

type SegmentedProps = { label: string; options: readonly Option[]; value: string; onChange: (value: string) => void };

/** One of a few, all in sight. */
export const Segmented = ({ label, options, value, onChange }: SegmentedProps) => (
  <fieldset className="flex max-w-full gap-0.5 overflow-x-auto rounded-md border border-line bg-sunken p-0.5">
    <legend className="sr-only">{label}</legend>
    {options.map((option) => (
      <button
        key={option.value}
        type="button"
        aria-pressed={option.value === value}
        onClick={() => onChange(option.value)}
        className={cx(
          'min-h-6 flex-1 rounded px-2.5 text-xs whitespace-nowrap pointer-coarse:min-h-9',
          option.value === value ? 'bg-surface font-medium ring-1 ring-line-2' : 'text-ink-2 hover:text-ink',
        )}
      >
        {option.label}
      </button>
    ))}
  </fieldset>
);
