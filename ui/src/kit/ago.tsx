import { useNow } from './now.ts';
import { absolute, ago, between, duration } from './time.ts';

type AgoProps = {
  at: string;
  className?: string;
  /** The time may lie ahead; otherwise a clock that is ahead of this one does not make the past a future. */
  ahead?: boolean;
};

/** How long ago, or in how long, with the absolute time in UTC and local in a tooltip. */
export const Ago = ({ at, className, ahead }: AgoProps) => {
  // Young times tick each second; for the others a calm step is enough.
  const calm = useNow(15);
  const then = Date.parse(at);
  const now = useNow(Math.abs(calm - then) < 60_000 ? 1 : 15);
  return (
    <time dateTime={at} data-tip={absolute(at)} className={className}>
      <span className="tnum whitespace-nowrap">{ago(at, ahead ? now : Math.max(now, then))}</span>
    </time>
  );
};

/** How long it took, or has taken so far. */
export const Lasted = ({ from, to }: { from: string; to: string | undefined }) => {
  const now = useNow(to ? 3600 : 1);
  return <span className="tnum whitespace-nowrap">{duration(to ? between(from, to) : now - Date.parse(from))}</span>;
};
