import { Link } from '@tanstack/react-router';
import type { Place } from '../../../../lib/contract/running.ts';
import { useNames } from '../../api/names.ts';
import { serviceWords } from '../../copy/service.ts';
import { Ago } from '../../kit/ago.tsx';
import { Icon } from '../../kit/icon.tsx';
import { Notice } from '../../kit/notice.tsx';

/** The newest failure that nothing has succeeded since, as one line that leads to it. */
export const Unresolved = ({ places }: { places: readonly Place[] }) => {
  const names = useNames();
  const [newest] = places
    .flatMap(({ environment, lastFailure, inFlight }) =>
      lastFailure && !inFlight ? [{ environment, lastFailure }] : [],
    )
    .sort((a, b) => b.lastFailure.createdAt.localeCompare(a.lastFailure.createdAt));
  if (!newest) return null;
  const { environment, lastFailure } = newest;
  return (
    <Link to="/deployments/$id" params={{ id: lastFailure.id }} className="block rounded-lg hover:opacity-90">
      <Notice
        tone="bad"
        title={
          <span className="flex items-center gap-2 text-sm">
            {serviceWords.failure(lastFailure.version, names.environment(environment))}
            <Ago at={lastFailure.finishedAt ?? lastFailure.createdAt} className="font-normal text-ink-2" />
            <Icon name="arrow" className="ml-auto text-ink-3" />
          </span>
        }
      />
    </Link>
  );
};
