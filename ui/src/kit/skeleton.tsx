import { copy } from '../copy.ts';
import { cx } from './cx.ts';

/** The place of something that is on its way. */
export const Skeleton = ({ className }: { className?: string }) => (
  <div aria-hidden="true" className={cx('breathe rounded bg-line', className)} />
);

/** Several lines of a list or table. */
export const SkeletonRows = ({ rows, className }: { rows: number; className?: string }) => (
  <div className="grid gap-px">
    <span role="status" className="sr-only">
      {copy.loading}
    </span>
    {Array.from({ length: rows }, (_, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
      <Skeleton key={index} className={cx('h-10', className)} />
    ))}
  </div>
);
