import { Link } from '@tanstack/react-router';
import type { DeliveryGroup, EnvironmentBinding } from '../../../../lib/contract/delivery-group.ts';
import type { Deployment } from '../../../../lib/contract/deployment.ts';
import type { Place } from '../../../../lib/contract/running.ts';
import { useShownLinks } from '../../api/links.ts';
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

type RunningProps = { place: Place | undefined; by: string | undefined; available: boolean; mayOpen: boolean };

const Running = ({ place, by, available, mayOpen }: RunningProps) => {
  if (!place?.running) {
    return <p className="mt-2 text-sm text-ink-3">{available ? copy.services.never : copy.services.notHere}</p>;
  }
  const { running } = place;
  const version = <Version of={running.version} className="text-[22px] leading-8 font-medium" />;
  return (
    <>
      <p className="mt-1.5 flex flex-wrap items-center gap-2">
        {mayOpen ? (
          <Link to="/deployments/$id" params={{ id: running.deploymentId }} className="hover:underline">
            {version}
          </Link>
        ) : (
          version
        )}
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

type NextProps = Pick<PlaceCellProps, 'service' | 'bound' | 'before' | 'mayDeploy'> & { place: Place | undefined };

/** What can be done with an environment now: look at it, bring it what the one before runs, or take it back. */
const Next = ({ service, bound, before, mayDeploy, place }: NextProps) => {
  const names = useNames();
  const links = useShownLinks();
  const name = names.environment(bound.name);
  const free = mayDeploy && bound.enabled && !place?.inFlight;
  const newer = before?.running?.version;
  const promotes = free && newer && (!place?.running || isNewer(newer, place.running.version));
  return (
    <div className="mt-2 flex flex-wrap gap-x-4 text-xs empty:hidden">
      {links.serviceUrl && place?.url && place.running && (
        <a href={place.url} target="_blank" rel="noreferrer" className={linkLook}>
          {words.openIn(name)}
          <Icon name="out" size={11} />
        </a>
      )}
      {promotes && (
        <Link
          to="/services/$name/deploy"
          params={{ name: service }}
          search={{ env: bound.name, version: newer }}
          className={linkLook}
        >
          {words.promote(newer)}
          <Icon name="arrow" size={11} />
        </Link>
      )}
      {free && place?.running?.deploymentKind === 'ROLL_FORWARD' && (
        <Link
          to="/services/$name"
          params={{ name: service }}
          search={(search) => ({ ...search, rollback: bound.name })}
          replace
          aria-haspopup="dialog"
          aria-label={words.rollBackIn(name)}
          className="inline-flex min-h-6 items-center gap-1 text-ink-2 hover:text-ink hover:underline"
        >
          <Icon name="undo" size={11} />
          {copy.actions.rollBack}
        </Link>
      )}
    </div>
  );
};

type PlaceCellProps = Omit<StripProps, 'group'> & { bound: EnvironmentBinding; before: Place | undefined };

/** One environment: what runs there, who brought it, and what can be done next. */
const PlaceCell = ({ bound, before, places, recent, mayOpen, ...access }: PlaceCellProps) => {
  const name = useNames().environment(bound.name);
  const place = places.find(({ environment }) => environment === bound.name);
  const attempt = place?.inFlight ?? place?.lastFailure;
  const author = recent.find(({ id }) => id === place?.running?.deploymentId)?.createdBy;
  return (
    <li className="min-w-0 bg-surface px-5 py-4">
      <div className="flex min-h-5 flex-wrap items-center justify-between gap-x-3 text-sm text-ink-2">
        <h3>{bound.enabled || !place?.running ? name : copy.deploy.disabled(name)}</h3>
        {attempt && <Attempt brief={attempt} mayOpen={mayOpen} />}
      </div>
      <Running place={place} by={author?.email ?? author?.id} available={bound.enabled} mayOpen={mayOpen} />
      <Next {...access} bound={bound} before={before} place={place} />
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
