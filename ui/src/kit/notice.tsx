import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import { Icon, type IconName } from './icon.tsx';

/** Nothing to show, said calmly and with what to do. */
export const Empty = ({ title, children }: { title: string; children?: ReactNode }) => (
  <div className="grid justify-items-center gap-2 px-5 py-12 text-center">
    <p className="font-medium">{title}</p>
    {children && <div className="grid max-w-[60ch] justify-items-center gap-3 text-sm text-ink-2">{children}</div>}
  </div>
);

const tones = {
  bad: 'border-bad-line bg-bad-soft',
  warn: 'border-warn-line bg-warn-soft',
  calm: 'border-line bg-sunken',
} as const;
const inks = { bad: 'text-bad', warn: 'text-warn', calm: 'text-ink-3' } as const;

type NoticeProps = { tone: keyof typeof tones; icon?: IconName; title: ReactNode; children?: ReactNode };

/** A coloured box where attention is due. */
export const Notice = ({ tone, icon = 'warning', title, children }: NoticeProps) => (
  <div className={cx('flex gap-3.5 rounded-lg border p-4 sm:px-5', tones[tone])}>
    <Icon name={icon} size={18} className={cx('mt-0.5', inks[tone])} />
    <div className="min-w-0 flex-1">
      <div className="font-semibold">{title}</div>
      {children}
    </div>
  </div>
);
