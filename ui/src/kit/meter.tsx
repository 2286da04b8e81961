import { guardrailWords } from '../copy/guardrails.ts';
import { cx } from './cx.ts';

type MeterProps = { label: string; used: number; limit: number };

/** How much of a daily quota is used; it takes colour only when little is left. */
export const Meter = ({ label, used, limit }: MeterProps) => {
  const share = limit === 0 ? 100 : Math.min(100, (used / limit) * 100);
  const figures = guardrailWords.usedOf(used, limit);
  return (
    <div className="text-xs">
      <div className="mb-1.5 flex justify-between gap-3">
        <span>{label}</span>
        <span className="tnum whitespace-nowrap text-ink-2">{figures}</span>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: the native meter takes no colour from the page */}
      <div
        role="meter"
        aria-label={label}
        aria-valuenow={used}
        aria-valuemin={0}
        aria-valuemax={Math.max(limit, used)}
        aria-valuetext={figures}
        className="track bg-line"
      >
        <div
          className={cx('track-fill', share >= 100 ? 'bg-bad' : share >= 80 ? 'bg-warn' : 'bg-ink-2')}
          style={{ width: used > 0 ? `max(4px, ${share}%)` : 0 }}
        />
      </div>
    </div>
  );
};
