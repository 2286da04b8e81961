import { type ReactNode, useId } from 'react';
import { cx } from './cx.ts';

type CardProps = {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
  className?: string | undefined;
  flush?: boolean;
};

/** A titled surface; `flush` leaves the padding to its content. */
export const Card = ({ title, aside, children, className, flush }: CardProps) => {
  const id = useId();
  return (
    <section aria-labelledby={id} className={cx('min-w-0 rounded-lg border border-line bg-surface', className)}>
      <header className="flex min-h-11 items-center justify-between gap-3 border-b border-line px-5 py-2">
        <h2 id={id} className="text-sm font-semibold">
          {title}
        </h2>
        {aside}
      </header>
      <div className={flush ? undefined : 'p-5'}>{children}</div>
    </section>
  );
};

export type Fact = readonly [name: string, value: ReactNode];

/** Longer than this, words are read under their name and from the left. */
const LONG_TEXT = 60;
const isLong = (value: ReactNode): boolean => typeof value === 'string' && value.length > LONG_TEXT;

/** Names and values, one a line. */
export const Facts = ({ facts }: { facts: readonly Fact[] }) => (
  <dl className="grid gap-2.5 text-sm">
    {facts.map(([name, value]) => (
      <div
        key={name}
        className={cx('min-w-0', isLong(value) ? 'grid gap-0.5' : 'flex items-baseline justify-between gap-4')}
      >
        <dt className="max-w-2/3 shrink-0 text-ink-3">{name}</dt>
        <dd className={cx('min-w-0 wrap-anywhere', !isLong(value) && 'text-right')}>{value}</dd>
      </div>
    ))}
  </dl>
);
