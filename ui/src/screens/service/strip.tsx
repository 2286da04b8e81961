import { Link } from '@tanstack/react-router';
import type { DeliveryGroup, EnvironmentBinding } from '../../../../lib/contract/delivery-group.ts';
import type { Deployment } from '../../../../lib/contract/deployment.ts';
import type { Place } from '../../../../lib/contract/running.ts';
import { useNames } from '../../api/names.ts';
import { isNewer } from '../../api/versions.ts';
import { serviceWords } from '../../copy/service.ts';
import { copy } from '../../copy.ts';
import { Ago } from '../../kit/ago.tsx';
import { Attempt } from '../../kit/attempt.tsx';
import { Icon } from '../../kit/icon.tsx';
import { Tag, Version } from '../../kit/state-mark.tsx';

const words = serviceWords;

type StripProps = {
  service: string;
  group: DeliveryGroup;
  places: readonly Place[];
  recent: readonly Deployment[];
  mayDeploy: boolean;
  mayOpen: boolean;
};

const Running = ({ place, by }: { place: Place | undefined; by: string | undefined }) => {
  if (!place?.running) return <p className="mt-2 text-sm text-ink-3">{words.nothing}</p>;
  const { running } = place;
  return (
    <>
      <p className="mt-1.5 flex flex-wrap items-center gap-2">
        <Version of={running.version} className="text-[22px] leading-8 font-medium" />
        {running.uncertain && (
          <Tag tone="warn" tip={copy.services.uncertainTip}>
            {copy.services.uncertain}
          </Tag>
        )}
      </p>
      <p className="text-xs text-ink-3 wrap-anywhere">
        {words.since} <Ago at={place.runningSince ?? running.derivedAt} />
        {by && ` ${words.by} ${by}`}
      </p>
    </>
  );
};

const linkLook = 'inline-flex min-h-6 items-center gap-1 text-accent hover:underline';

type PlaceCellProps = Omit<StripProps, 'group'> & { bound: EnvironmentBinding; before: Place | undefined };

/** One environment: what runs there, who brought it, and what can be done next. */
const PlaceCell = ({ service, bound, before, places, recent, mayDeploy, mayOpen }: PlaceCellProps) => {
  const names = useNames();
  const place = places.find(({ environment }) => environment === bound.name);
  const attempt = place?.inFlight ?? place?.lastFailure;
  const author = recent.find(({ id }) => id === place?.running?.deploymentId)?.createdBy;
  const next = before?.running?.version;
  const promotes =
    mayDeploy && bound.enabled && next && !place?.inFlight && (!place?.running || isNewer(next, place.running.version));
  return (
    <li className="min-w-0 bg-surface px-5 py-4">
      <div className="flex min-h-5 flex-wrap items-center justify-between gap-x-3 text-sm text-ink-2">
        <h3>{bound.enabled ? names.environment(bound.name) : copy.deploy.disabled(names.environment(bound.name))}</h3>
        {attempt && <Attempt brief={attempt} mayOpen={mayOpen} />}
      </div>
      <Running place={place} by={author?.email ?? author?.id} />
      <div className="mt-2 flex flex-wrap gap-x-4 text-xs empty:hidden">
        {place?.url && place.running && (
          <a href={place.url} target="_blank" rel="noreferrer" className={linkLook}>
            {words.openIn(names.environment(bound.name))}
            <Icon name="out" size={11} />
          </a>
        )}
        {promotes && (
          <Link
            to="/services/$name/deploy"
            params={{ name: service }}
            search={{ env: bound.name, version: next }}
            className={linkLook}
          >
            {words.promote(next)}
            <Icon name="arrow" size={11} />
          </Link>
        )}
      </div>
    </li>
  );
};

/** The environments in promotion order, side by side. */
export const Strip = ({ group, ...props }: StripProps) => {
  const order = [...group.environments].sort((a, b) => a.promotionOrder - b.promotionOrder);
  return (
    <section aria-label={words.runningNow} className="mb-5">
      <h2 className="sr-only">{words.runningNow}</h2>
      <ul className="grid gap-px overflow-hidden rounded-lg border border-line bg-line sm:auto-cols-fr sm:grid-flow-col">
        {order.map((bound, index) => (
          <PlaceCell
            key={bound.name}
            bound={bound}
            before={props.places.find(({ environment }) => environment === order[index - 1]?.name)}
            {...props}
          />
        ))}
      </ul>
    </section>
  );
};
