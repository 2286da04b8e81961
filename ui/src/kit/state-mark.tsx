import type { Mark } from '../api/states.ts';
import { copy } from '../copy.ts';
import { cx } from './cx.ts';
import { Icon, type IconName } from './icon.tsx';

const looks: Record<Mark, readonly [ink: string, icon: IconName]> = {
  WAITING: ['text-accent', 'clock'],
  STARTING: ['text-accent', 'arc'],
  IN_PROGRESS: ['text-accent', 'arc'],
  STOPPING: ['text-warn', 'arc'],
  STALLED: ['text-warn', 'pause'],
  SUCCEEDED: ['text-ok', 'check'],
  FAILED: ['text-bad', 'cross'],
  CANCELED: ['text-ink-3', 'dash'],
  ROLLED_BACK: ['text-warn', 'undo'],
  SUPERSEDED: ['text-ink-3', 'check'],
  WARNED: ['text-warn', 'warning'],
  UNDONE: ['text-warn', 'undo'],
};

/** State by shape, word and colour. Success is quiet: its word takes no colour. */
export const StateMark = ({ mark, pill }: { mark: Mark; pill?: boolean }) => {
  const [ink, icon] = looks[mark];
  const quiet = !pill && (mark === 'SUCCEEDED' || mark === 'SUPERSEDED' || mark === 'CANCELED');
  return (
    <span
      className={cx(
        'flex w-fit items-center gap-1.5 font-medium whitespace-nowrap',
        ink,
        pill && 'rounded-full border border-current/30 px-2.5 py-0.5 text-sm leading-5',
      )}
    >
      <Icon name={icon} size={14} className={icon === 'arc' ? 'spin' : undefined} />
      <span className={quiet ? 'font-normal text-ink-2' : undefined}>{copy.marks[mark]}</span>
    </span>
  );
};

/** A version, always in the same letters. */
export const Version = ({ of, className }: { of: string; className?: string }) => (
  <span className={cx('font-mono wrap-anywhere', className ?? 'text-[12.5px]')}>{of}</span>
);

/** A small word beside something. */
export const Tag = ({ children, tip, tone }: { children: string; tip?: string; tone?: 'warn' }) => (
  <span
    data-tip={tip}
    className={cx('rounded px-1.5 text-xs', tone === 'warn' ? 'bg-warn-soft text-warn' : 'bg-line/60 text-ink-2')}
  >
    {children}
  </span>
);
