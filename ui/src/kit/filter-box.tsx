import { Icon } from './icon.tsx';

type FilterBoxProps = { label: string; value: string; onChange: (value: string) => void; className?: string };

/** The box that `/` jumps to. */
export const FilterBox = ({ label, value, onChange, className = '' }: FilterBoxProps) => (
  <div className={`relative ${className}`}>
    <Icon
      name="search"
      size={14}
      className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-ink-3"
    />
    <input
      type="search"
      data-filter
      aria-label={label}
      aria-keyshortcuts="/"
      placeholder={label}
      value={value}
      maxLength={64}
      onChange={(event) => onChange(event.target.value)}
      className="control w-full pr-2.5 pl-8 placeholder:text-ink-3"
    />
  </div>
);
