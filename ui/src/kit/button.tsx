import type { ComponentProps } from 'react';
import { cx } from './cx.ts';

const looks = {
  primary: 'border-transparent bg-ink text-bg',
  plain: 'border-line-2 bg-surface',
  quiet: 'border-transparent text-ink-2',
  danger: 'border-bad-line bg-surface text-bad',
} as const;
const hovers = {
  primary: 'hover:opacity-88',
  plain: 'hover:bg-sunken',
  quiet: 'hover:bg-line/50',
  danger: 'hover:bg-bad-soft',
} as const;
export type Look = keyof typeof looks;

const shape =
  'inline-flex h-8 items-center justify-center gap-1.5 rounded-md border px-3 text-sm font-medium whitespace-nowrap transition-colors pointer-coarse:h-11';

/** The classes of a button, for links that look like one. */
export const buttonClass = (look: Look = 'plain'): string => cx(shape, looks[look], hovers[look]);

type ButtonProps = ComponentProps<'button'> & { look?: Look; reason?: string | undefined };

/**
 * A button that can be unavailable for a `reason`. It stays in the tab order and says the reason, because a person who
 * cannot press it still wants to know why.
 */
export const Button = ({ look = 'plain', reason, className, onClick, ...props }: ButtonProps) => (
  <button
    type="button"
    {...props}
    aria-disabled={reason ? true : undefined}
    aria-description={reason}
    data-tip={reason}
    onClick={(event) => (reason ? event.preventDefault() : onClick?.(event))}
    className={cx(shape, looks[look], reason ? 'cursor-not-allowed opacity-50' : hovers[look], className)}
  />
);
