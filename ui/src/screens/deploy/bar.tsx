import { Link } from '@tanstack/react-router';
import type { MouseEvent } from 'react';
import { copy } from '../../copy.ts';
import { Button, buttonClass } from '../../kit/button.tsx';
import { cx } from '../../kit/cx.ts';
import { Icon } from '../../kit/icon.tsx';
import { heads } from './preview.tsx';
import type { Standing } from './standing.ts';
import type { Verdict } from './verdict.ts';

/** The line above the buttons: what it says, how it looks, and whether it is said also where the preview is beside it. */
export type Line = { readonly text: string; readonly verdict: Verdict; readonly always: boolean };

/** What the bar says; nothing while the answer is on its way. */
export const lineOf = (
  { reason, short, lack }: Standing,
  verdict: Verdict | undefined,
  warning: string | undefined,
): Line | undefined => {
  if (warning) return { text: warning, verdict: 'not-known', always: false };
  if (!reason) return verdict && { text: heads[verdict][3], verdict, always: false };
  if (lack && lack.reason === reason) return { text: reason, verdict: 'lacking', always: true };
  const stands = verdict === 'not-now' || verdict === 'not-allowed' || verdict === 'not-known';
  return stands ? { text: `${heads[verdict][3]}: ${short}`, verdict, always: true } : undefined;
};

const goTo = (where: Standing['where'], detailsId: string) => (event: MouseEvent<HTMLButtonElement>) => {
  const field = event.currentTarget.form?.elements.namedItem(where);
  const target = field instanceof HTMLElement ? field : document.getElementById(detailsId);
  target?.scrollIntoView({ block: field ? 'center' : 'start' });
  target?.focus({ preventScroll: true });
};

type BarProps = {
  service: string;
  label: string;
  reason: string | undefined;
  line: Line | undefined;
  where: Standing['where'];
  detailsId: string;
  onLeave: () => void;
};

/** The form's buttons with the reason beside them; below the width of two columns they stay in sight. */
export const Bar = ({ service, label, reason, line, where, detailsId, onLeave }: BarProps) => (
  <div className="grid gap-2 border-line bg-bg max-lg:sticky max-lg:bottom-0 max-lg:z-10 max-lg:-mx-4 max-lg:border-t max-lg:px-4 max-lg:py-3 max-md:bottom-[53px]">
    {line && (
      <button
        type="button"
        onClick={goTo(where, detailsId)}
        className={cx(
          'flex min-h-6 items-baseline gap-2 rounded text-left text-sm hover:underline',
          !line.always && 'lg:hidden',
        )}
      >
        <Icon name={heads[line.verdict][2]} size={14} className={cx('relative top-0.5', heads[line.verdict][1])} />
        <span className="line-clamp-3 wrap-anywhere">{line.text}</span>
      </button>
    )}
    <div className="flex flex-wrap gap-2">
      <Button look="primary" type="submit" reason={reason}>
        {label}
      </Button>
      <Link to="/services/$name" params={{ name: service }} onClick={onLeave} className={buttonClass('quiet')}>
        {copy.actions.cancel}
      </Link>
    </div>
  </div>
);
