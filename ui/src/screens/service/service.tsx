import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import type { DeliveryGroup } from '../../../../lib/contract/delivery-group.ts';
import type { Place } from '../../../../lib/contract/running.ts';
import type { Service } from '../../../../lib/contract/service.ts';
import { useLive } from '../../api/live.ts';
import { useMe } from '../../api/me.ts';
import { useNames } from '../../api/names.ts';
import * as queries from '../../api/queries.ts';
import { serviceWords } from '../../copy/service.ts';
import { copy } from '../../copy.ts';
import { Button, buttonClass } from '../../kit/button.tsx';
import { LiveMark } from '../../kit/live-mark.tsx';
import { Notice } from '../../kit/notice.tsx';
import { PageHead, trailLink } from '../../kit/page.tsx';
import { Skeleton } from '../../kit/skeleton.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { AreaLink } from '../../objects/area-link.tsx';
import { Guardrails } from './guardrails.tsx';
import { Links } from './links.tsx';
import { Recent } from './recent.tsx';
import { Strip } from './strip.tsx';
import { Unresolved } from './unresolved.tsx';
import { Versions } from './versions.tsx';

const words = serviceWords;
const RollbackDialog = lazy(() =>
  import('../../kit/rollback-dialog.tsx').then(({ RollbackDialog }) => ({ default: RollbackDialog })),
);
const route = getRouteApi('/inside/services/$name');
const RECENT = 20;
const RECENT_SHOWN = 6;

const isMoving = (places: readonly Place[] | undefined): boolean => !!places?.some((place) => place.inFlight);

/** One button for who may, and for who may not: then it says what is missing and who can help. */
const DeployAction = ({ name, mayNot }: { name: string; mayNot: string | undefined }) => {
  if (mayNot === copy.loading) return null;
  if (mayNot) {
    return (
      <Button look="primary" reason={mayNot}>
        {copy.actions.deploy}
      </Button>
    );
  }
  return (
    <Link to="/services/$name/deploy" params={{ name }} data-key="d" data-tip="d" className={buttonClass('primary')}>
      {copy.actions.deploy}
    </Link>
  );
};

/** The confirm of a rollback of what runs in an environment; it is part of the address. */
const WayBack = ({ service, places }: { service: string; places: readonly Place[] }) => {
  const { rollback } = route.useSearch();
  const navigate = route.useNavigate();
  const environmentName = useNames().environment(rollback ?? '');
  const running = places.find(({ environment }) => environment === rollback)?.running;
  if (!running) return null;
  return (
    <Suspense>
      <RollbackDialog
        deployment={{ id: running.deploymentId, service, state: 'SUCCEEDED' }}
        environmentName={environmentName}
        onClose={() => void navigate({ search: ({ rollback: _, ...search }) => search, replace: true })}
      />
    </Suspense>
  );
};

type BodyProps = {
  service: Service;
  group: DeliveryGroup;
  places: readonly Place[];
  mayDeploy: boolean;
  mayOpen: boolean;
};

const Body = ({ service: { name, ...service }, group, places, mayDeploy, mayOpen }: BodyProps) => {
  const { env } = route.useSearch();
  const navigate = route.useNavigate();
  const { data: known } = useQuery(queries.versions(name));
  const recent = useLive({ ...queries.recentDeployments({ service: name }, RECENT), enabled: mayOpen }, () =>
    isMoving(places),
  );
  const order = [...group.environments].sort((a, b) => a.promotionOrder - b.promotionOrder);
  const environment = order.find((bound) => bound.name === env)?.name ?? order[0]?.name;
  const running = new Set(places.flatMap((place) => (place.running ? [place.running.version] : [])));
  const access = { service: name, mayDeploy, mayOpen };
  return (
    <>
      <Strip group={group} places={places} recent={recent.data?.items ?? []} {...access} />
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_320px]">
        <div className="grid min-w-0 gap-5">
          {mayOpen ? (
            <Unresolved places={places} />
          ) : (
            <Notice tone="calm" icon="lock" title={words.notYours(group.name)} />
          )}
          {recent.data && <Recent service={name} deployments={recent.data.items.slice(0, RECENT_SHOWN)} />}
          {recent.error && !recent.data && <Trouble error={recent.error} />}
        </div>
        <div className="grid min-w-0 gap-5">
          {environment && (
            <Guardrails
              group={group}
              environment={environment}
              onEnvironment={(next) => void navigate({ search: { env: next }, replace: true, resetScroll: false })}
              version={known?.versions[0]?.version}
              {...access}
            />
          )}
          {known && <Versions service={name} versions={known.versions} running={running} mayDeploy={mayDeploy} />}
          <Links service={{ name, ...service }} />
        </div>
      </div>
      {mayOpen && <WayBack service={name} places={places} />}
    </>
  );
};

/** What one service runs where, what happened lately, and what may happen next. */
export const ServicePage = () => {
  const { name } = route.useParams();
  const service = useQuery(queries.service(name));
  const groups = useQuery(queries.groups);
  const places = useLive(queries.placesOf(name), isMoving);
  const me = useMe();
  const group = groups.data?.items.find(({ services }) => services.includes(name));
  const mayNot = groups.data && !group ? copy.reasons.notInGroup : me.deployReason(group);
  const error = service.error ?? places.error ?? groups.error;

  const body = () => {
    if (service.data && places.data && group && me.who) {
      return (
        <Body
          service={service.data}
          group={group}
          places={places.data}
          mayDeploy={!mayNot}
          mayOpen={me.seesDeploymentsOf(group.id)}
        />
      );
    }
    if (error) return <Trouble error={error} onRetry={() => void places.refetch()} />;
    if (groups.data && !group && service.data)
      return <Notice tone="calm" icon="lock" title={copy.reasons.notInGroup} />;
    return <Skeleton className="h-32" />;
  };

  return (
    <>
      <PageHead
        tab={name}
        title={name}
        sub={
          service.data && (
            <>
              <span className="flex flex-wrap items-center gap-x-2">
                {group && (
                  <span>
                    <AreaLink area="policy" section="groups" id={group.id} className={trailLink}>
                      {group.name}
                    </AreaLink>{' '}
                    · {words.ownedBy(group.owners)}
                  </span>
                )}
                <LiveMark look={places} moving={isMoving(places.data)} />
              </span>
              {service.data.description && <p className="max-w-[80ch] wrap-anywhere">{service.data.description}</p>}
            </>
          )
        }
        actions={!service.error && <DeployAction name={name} mayNot={mayNot} />}
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
