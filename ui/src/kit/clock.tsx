import { useNow } from './now.ts';
import { absolute, clock, day } from './time.ts';

type ClockProps = {
  at: string;
  /** The instant told before this one: the day is shown only when it is another than that. */
  before?: string | 'today';
  className?: string;
};

/** A time of day in UTC. Its day is always there for screen readers and on hover, and shown where it is not clear. */
export const Clock = ({ at, before, className = '' }: ClockProps) => {
  const now = useNow(60);
  const known = before === 'today' ? new Date(now).toISOString() : before;
  const own = day(at);
  const shown = known !== undefined && day(known) !== own;
  return (
    <time dateTime={at} data-tip={absolute(at)} className={`tnum shrink-0 text-right ${className}`}>
      <span className={shown ? 'block whitespace-nowrap' : 'sr-only'}>{own} </span>
      {clock(at)}
      <span className="sr-only"> UTC</span>
    </time>
  );
};
