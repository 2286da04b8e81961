import { useNow } from './now.ts';
import { absolute, ago, between, duration } from './time.ts';

const SKEW_MS = 30_000;

/** Clocks differ: what seems to come in some seconds is now. */
const settled = (at: string, now: number): number => {
  const ahead = Date.parse(at) - now;
  return ahead > 0 && ahead < SKEW_MS ? now + ahead : now;
};

/** How long ago, with the absolute time in UTC and local in a tooltip. */
export const Ago = ({ at, className }: { at: string; className?: string }) => {
  // Young times tick each second; for the others a calm step is enough.
  const calm = useNow(15);
  const young = useNow(calm - Date.parse(at) < 60_000 ? 1 : 15);
  return (
    <time dateTime={at} data-tip={absolute(at)} className={className}>
      <span className="tnum whitespace-nowrap">{ago(at, settled(at, young))}</span>
    </time>
  );
};

/** How long it took, or has taken so far. */
export const Lasted = ({ from, to }: { from: string; to: string | undefined }) => {
  const now = useNow(to ? 3600 : 1);
  return <span className="tnum whitespace-nowrap">{duration(to ? between(from, to) : now - Date.parse(from))}</span>;
};
