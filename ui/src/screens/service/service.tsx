import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Place } from '../../../../lib/contract/running.ts';
import { useLive } from '../../api/live.ts';
import { useMe } from '../../api/me.ts';
import { useNames } from '../../api/names.ts';
import * as queries from '../../api/queries.ts';
import { copy } from '../../copy.ts';
import { Ago } from '../../kit/ago.tsx';
import { Button, buttonClass } from '../../kit/button.tsx';
import { Icon } from '../../kit/icon.tsx';
import { LiveMark } from '../../kit/live-mark.tsx';
import { Notice } from '../../kit/notice.tsx';
import { PageHead, trailLink } from '../../kit/page.tsx';
import { Skeleton } from '../../kit/skeleton.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { Guardrails } from './guardrails.tsx';
import { Links } from './links.tsx';
import { Recent } from './recent.tsx';
import { Strip } from './strip.tsx';
import { Versions } from './versions.tsx';

const words = copy.service;
const route = getRouteApi('/inside/services/$name');
const RECENT = 20;
const RECENT_SHOWN = 6;

/** The newest failure that nothing has succeeded since, as one line that leads to it. */
const Unresolved = ({ places }: { places: readonly Place[] }) => {
  const names = useNames();
  const failed = places
    .filter((place) => place.lastFailure && !place.inFlight)
    .sort((a, b) => (b.lastFailure?.createdAt ?? '').localeCompare(a.lastFailure?.createdAt ?? ''))[0];
  const failure = failed?.lastFailure;
  if (!failed || !failure) return null;
  return (
    <Link to="/deployments/$id" params={{ id: failure.id }} className="block rounded-lg hover:opacity-90">
      <Notice
        tone="bad"
        title={
          <span className="flex items-center gap-2 text-sm">
            {words.failure(failure.version, names.environment(failed.environment))}
            <Ago at={failure.finishedAt ?? failure.createdAt} className="font-normal text-ink-2" />
            <Icon name="arrow" className="ml-auto text-ink-3" />
          </span>
        }
      />
    </Link>
  );
};

const useService = (name: string) => {
  const service = useQuery(queries.service(name));
  const groups = useQuery(queries.groups);
  const places = useLive(queries.placesOf(name), (all) => all.some((place) => place.inFlight));
  const versions = useQuery(queries.versions(name));
  const group = groups.data?.items.find(({ services }) => services.includes(name));
  return { service, group, groups, places, versions };
};

/** What one service runs where, what happened lately, and what may happen next. */
export const ServicePage = () => {
  const { name } = route.useParams();
  const { env } = route.useSearch();
  const navigate = route.useNavigate();
  const { service, group, groups, places, versions } = useService(name);
  const me = useMe();
  const names = useNames();
  const mayNot = groups.data && !group ? copy.reasons.notInGroup : me.deployReason(group);
  const mayOpen = me.seesDeploymentsOf(group?.id);
  const recent = useLive(
    { ...queries.recentDeployments({ service: name }, RECENT), enabled: !!me.who && !!group && mayOpen },
    () => !!places.data?.some((place) => place.inFlight),
  );
  const environments = [...(group?.environments ?? [])].sort((a, b) => a.promotionOrder - b.promotionOrder);
  const environment = environments.find((bound) => bound.name === env)?.name ?? environments[0]?.name;
  const running = new Set(places.data?.flatMap((place) => (place.running ? [place.running.version] : [])));
  const error = service.error ?? places.error;

  const deployButton =
    mayNot === copy.loading ? null : mayNot ? (
      <Button look="primary" reason={mayNot}>
        {copy.actions.deploy}
      </Button>
    ) : (
      <Link to="/services/$name/deploy" params={{ name }} data-key="d" data-tip="d" className={buttonClass('primary')}>
        {copy.actions.deploy}
      </Link>
    );

  const body = () => {
    if (error && !(service.data && places.data)) return <Trouble error={error} onRetry={() => void places.refetch()} />;
    if (!service.data || !places.data || !groups.data) return <Skeleton className="h-28" />;
    if (!group) return <Notice tone="calm" icon="lock" title={copy.reasons.notInGroup} />;
    return (
      <>
        <Strip
          service={name}
          group={group}
          places={places.data}
          recent={recent.data?.items ?? []}
          mayDeploy={!mayNot}
          mayOpen={mayOpen}
        />
        <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_320px]">
          <div className="grid min-w-0 gap-5">
            {mayOpen && <Unresolved places={places.data} />}
            {!mayOpen && <Notice tone="calm" icon="lock" title={words.notYours(group.name)} />}
            {recent.data && <Recent service={name} deployments={recent.data.items.slice(0, RECENT_SHOWN)} />}
            {recent.error && !recent.data && <Trouble error={recent.error} />}
          </div>
          <div className="grid min-w-0 gap-5">
            {environment && (
              <Guardrails
                service={name}
                group={group}
                environment={environment}
                onEnvironment={(next) => void navigate({ search: { env: next }, replace: true })}
                version={versions.data?.versions[0]?.version}
                mayDeploy={!mayNot}
                mayOpen={mayOpen}
              />
            )}
            {versions.data && (
              <Versions service={name} versions={versions.data.versions} running={running} mayDeploy={!mayNot} />
            )}
            <Links service={service.data} />
          </div>
        </div>
      </>
    );
  };

  return (
    <>
      <PageHead
        tab={name}
        title={name}
        sub={
          <span className="flex flex-wrap items-center gap-x-2">
            <span>
              {group ? `${group.name}, ${words.ownedBy(group.owners)}` : names.group('')} {service.data?.description}
            </span>
            <LiveMark look={places} moving={!!places.data?.some((place) => place.inFlight)} />
          </span>
        }
        actions={deployButton}
        trail={[
          <Link key="s" to="/services" className={trailLink}>
            {copy.services.title}
          </Link>,
        ]}
      />
      {body()}
    </>
  );
};
