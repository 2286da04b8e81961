import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { ProblemError } from '../../../../lib/contract/client.ts';
import type { Deployment } from '../../../../lib/contract/deployment.ts';
import type { TimelineEvent } from '../../../../lib/contract/timeline.ts';
import { ENGINE_SECONDS, useEngine } from '../../api/engine.ts';
import { isDeploymentId } from '../../api/ids.ts';
import { LIVE_SECONDS, useLive } from '../../api/live.ts';
import { useMe } from '../../api/me.ts';
import { useNames } from '../../api/names.ts';
import * as queries from '../../api/queries.ts';
import { useRollback } from '../../api/rollback.ts';
import { isInFlight } from '../../api/states.ts';
import { deploymentWords } from '../../copy/deployment.ts';
import { copy } from '../../copy.ts';
import { buttonClass } from '../../kit/button.tsx';
import { LiveMark } from '../../kit/live-mark.tsx';
import { Empty } from '../../kit/notice.tsx';
import { useNow } from '../../kit/now.ts';
import { PageHead, trailLink } from '../../kit/page.tsx';
import { Skeleton } from '../../kit/skeleton.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { AreaLink } from '../../objects/area-link.tsx';
import { DeploymentFacts } from './facts.tsx';
import { FailureCard } from './failure-card.tsx';
import { Actions, Sub, Title, tabOf } from './head.tsx';
import { headlineOf, Progress } from './progress.tsx';
import { standingMark } from './standing.ts';
import { Timeline } from './timeline.tsx';
import { waitOf } from './waits.ts';
import { Warned } from './warned.tsx';

const RollbackDialog = lazy(() =>
  import('../../kit/rollback-dialog.tsx').then(({ RollbackDialog }) => ({ default: RollbackDialog })),
);
const route = getRouteApi('/inside/deployments/$id');

/** What else changed when the deployment ended: its last events, what runs, the lists. */
const useRefreshAtTheEnd = ({ id, state }: Deployment) => {
  const client = useQueryClient();
  const before = useRef(state);
  useEffect(() => {
    if (before.current === state) return;
    before.current = state;
    void client.invalidateQueries({ queryKey: queries.timeline(id).queryKey });
    void client.invalidateQueries({ queryKey: ['running'] });
    void client.invalidateQueries({ queryKey: ['deployments'] });
  }, [client, id, state]);
};

/** What runs there according to the record; undefined until it is known. */
const useRunning = ({ service, environment }: Deployment) => {
  const { data } = useQuery(queries.placesOf(service));
  return data && (data.find((place) => place.environment === environment)?.running ?? null);
};

const serviceStep = (name: string) => (
  <Link key="s" to="/services/$name" params={{ name }} className={trailLink}>
    {name}
  </Link>
);

const deploymentsStep = (
  <Link key="d" to="/deployments" className={trailLink}>
    {copy.deployments.title}
  </Link>
);

/** What the page says of a deployment that is under way or over. */
const useStanding = (deployment: Deployment, events: readonly TimelineEvent[]) => {
  const inFlight = isInFlight(deployment);
  const engine = useEngine(inFlight ? ENGINE_SECONDS.one : ENGINE_SECONDS.calm);
  const now = useNow(inFlight ? 2 : 3600);
  const wait = inFlight ? waitOf({ deployment, events, engine, now }) : undefined;
  const warned = deployment.state === 'SUCCEEDED' ? (deployment.passedOver ?? []) : [];
  const isHandedOver = deployment.state !== 'PENDING' || events.some(({ type }) => type === 'ENGINE_REQUESTED');
  return {
    wait,
    warned,
    mark: standingMark(deployment, wait),
    cannotStop: isHandedOver && engine?.abilities.cancel === false ? deploymentWords.cannotStop : undefined,
  };
};

type RecordProps = { deployment: Deployment; look: Parameters<typeof LiveMark>[0]['look'] };

const Record = ({ deployment, look }: RecordProps) => {
  const inFlight = isInFlight(deployment);
  const { data: timeline } = useLive(queries.timeline(deployment.id), () => inFlight);
  const events = timeline?.items ?? [];
  useRefreshAtTheEnd(deployment);
  const { wait, warned, mark, cannotStop } = useStanding(deployment, events);
  const environmentName = useNames().environment(deployment.environment);
  const group = useQuery(queries.groups).data?.items.find(({ id }) => id === deployment.deliveryGroupId);
  const mayNot = useMe().deployReason(group);
  const rollback = useRollback(deployment, mayNot);
  const running = useRunning(deployment);
  return (
    <>
      <PageHead
        tab={tabOf(deployment, mark)}
        title={<Title deployment={deployment} environmentName={environmentName} mark={mark} />}
        sub={
          <span className="flex flex-wrap items-center gap-x-2">
            <Sub deployment={deployment} />
            <LiveMark look={look} moving={inFlight} seconds={LIVE_SECONDS} />
          </span>
        }
        actions={<Actions deployment={deployment} rollback={rollback} mayNot={mayNot} cannotStop={cannotStop} />}
        trail={[deploymentsStep, serviceStep(deployment.service)]}
      />
      {inFlight && <Progress deployment={deployment} events={events} wait={wait} />}
      {warned.length > 0 && <Warned deployment={deployment} steps={warned} />}
      {!inFlight && (
        <FailureCard
          deployment={deployment}
          running={running}
          environmentName={environmentName}
          rollback={rollback}
          mayAct={!mayNot}
        />
      )}
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_320px]">
        {timeline ? (
          <Timeline events={events} state={deployment.state} now={wait?.words ?? headlineOf(deployment)} />
        ) : (
          <Skeleton className="h-96" />
        )}
        <DeploymentFacts deployment={deployment} running={running} />
      </div>
      {rollback.isOpen && (
        <Suspense>
          <RollbackDialog deployment={deployment} environmentName={environmentName} onClose={rollback.close} />
        </Suspense>
      )}
    </>
  );
};

const NoSuchDeployment = () => (
  <Empty title={deploymentWords.notFound}>
    <p>{deploymentWords.notFoundText}</p>
    <Link to="/deployments" className={buttonClass()}>
      {deploymentWords.toDeployments}
    </Link>
  </Empty>
);

const statusOf = (error: Error | null): number | undefined =>
  error instanceof ProblemError ? error.status : undefined;

/** One deployment: the verdict, how it goes, what happened, and the way back. */
export const DeploymentPage = () => {
  const { id } = route.useParams();
  const possible = isDeploymentId(id);
  const look = useLive({ ...queries.deployment(id), enabled: possible }, isInFlight);
  if (look.data) return <Record key={id} deployment={look.data} look={look} />;
  const missing = !possible || statusOf(look.error) === 404;
  const body = () => {
    if (missing) return <NoSuchDeployment />;
    return look.error ? (
      <Trouble error={look.error} onRetry={() => void look.refetch()}>
        {statusOf(look.error) === 403 && (
          <AreaLink area="policy" className={buttonClass()}>
            {deploymentWords.whoOwns}
          </AreaLink>
        )}
      </Trouble>
    ) : (
      <Skeleton className="h-96" />
    );
  };
  return (
    <>
      <PageHead
        tab={missing ? deploymentWords.notFound : copy.deployments.title}
        title={missing || look.error ? deploymentWords.id : <Skeleton className="h-7 w-72" />}
        trail={[deploymentsStep]}
      />
      {body()}
    </>
  );
};
