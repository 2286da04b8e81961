import { Link } from '@tanstack/react-router';
import type { Place } from '../../../../lib/contract/running.ts';
import { copy } from '../../copy.ts';
import { Ago } from '../../kit/ago.tsx';
import { Attempt } from '../../kit/attempt.tsx';
import { Tag, Version } from '../../kit/state-mark.tsx';

type CellProps = {
  place: Place | undefined;
  /** The environment before this one that runs something newer. */
  ahead: Place | undefined;
  /** Whether versions can go there: the group has the environment, and nobody has closed it. */
  available: boolean;
  mayOpen: boolean;
  nameOf: (environment: string) => string;
};

/** A dash for the eye, words for everybody else. */
const Nothing = ({ why }: { why: string }) => (
  <span className="text-ink-3" data-tip={why}>
    <span aria-hidden="true">–</span>
    <span className="sr-only">{why}</span>
  </span>
);

const Running = ({
  place,
  ahead,
  nameOf,
  mayOpen,
}: Pick<CellProps, 'ahead' | 'nameOf' | 'mayOpen'> & { place: Place }) => {
  const { running } = place;
  if (!running) return <Nothing why={copy.services.never} />;
  const version = <Version of={running.version} className="text-[12.5px] font-medium" />;
  return (
    <div className="flex min-h-5 flex-wrap items-baseline gap-x-2">
      {mayOpen ? (
        <Link to="/deployments/$id" params={{ id: running.deploymentId }} className="hover:underline">
          {version}
        </Link>
      ) : (
        version
      )}
      <Ago at={place.runningSince ?? running.derivedAt} className="text-xs text-ink-3" />
      {running.uncertain && (
        <Tag tone="warn" tip={copy.services.uncertainTip}>
          {copy.services.uncertain}
        </Tag>
      )}
      {ahead?.running && (
        <Tag tip={copy.services.behindTip(nameOf(ahead.environment), ahead.running.version)}>
          {copy.services.behind}
        </Tag>
      )}
    </div>
  );
};

/** What runs in a place; a second line only for what is under way or failed since. */
export const Cell = ({ place, ahead, available, mayOpen, nameOf }: CellProps) => {
  const attempt = place?.inFlight ?? place?.lastFailure;
  if (!available && !place?.running && !attempt)
    return <span className="text-xs text-ink-3">{copy.services.notHere}</span>;
  if (!place) return <Nothing why={copy.services.never} />;
  return (
    <div className="grid gap-1">
      <Running place={place} ahead={ahead} nameOf={nameOf} mayOpen={mayOpen} />
      {attempt && <Attempt brief={attempt} mayOpen={mayOpen} />}
    </div>
  );
};
