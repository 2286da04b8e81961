import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { Deployment } from '../../../../lib/contract/deployment.ts';
import { LIVE_SECONDS, useLive } from '../../api/live.ts';
import { useMe } from '../../api/me.ts';
import { useNames } from '../../api/names.ts';
import * as queries from '../../api/queries.ts';
import { isInFlight } from '../../api/states.ts';
import { deploymentWords } from '../../copy/deployment.ts';
import { copy } from '../../copy.ts';
import { LiveMark } from '../../kit/live-mark.tsx';
import { PageHead, trailLink } from '../../kit/page.tsx';
import { Skeleton } from '../../kit/skeleton.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { DeploymentFacts } from './facts.tsx';
import { FailureCard } from './failure-card.tsx';
import { Actions, Sub, Title, tabOf } from './head.tsx';
import { Progress } from './progress.tsx';
import { RollbackDialog, useRollback } from './rollback.tsx';
import { Timeline } from './timeline.tsx';

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

const deploymentsStep = (
  <Link key="d" to="/deployments" className={trailLink}>
    {copy.deployments.title}
  </Link>
);

type RecordProps = { deployment: Deployment; look: Parameters<typeof LiveMark>[0]['look'] };

const Record = ({ deployment, look }: RecordProps) => {
  const inFlight = isInFlight(deployment);
  const { data: events } = useLive(queries.timeline(deployment.id), () => inFlight);
  useRefreshAtTheEnd(deployment);
  const environmentName = useNames().environment(deployment.environment);
  const group = useQuery(queries.groups).data?.items.find(({ id }) => id === deployment.deliveryGroupId);
  const mayNot = useMe().deployReason(group);
  const rollback = useRollback(deployment, mayNot);
  const running = useRunning(deployment);
  const serviceStep = (
    <Link key="s" to="/services/$name" params={{ name: deployment.service }} className={trailLink}>
      {deployment.service}
    </Link>
  );
  return (
    <>
      <PageHead
        tab={tabOf(deployment)}
        title={<Title deployment={deployment} environmentName={environmentName} />}
        sub={
          <span className="flex flex-wrap items-center gap-x-2">
            <Sub deployment={deployment} />
            <LiveMark look={look} moving={inFlight} seconds={LIVE_SECONDS} />
          </span>
        }
        actions={<Actions deployment={deployment} rollback={rollback} mayNot={mayNot} />}
        trail={[deploymentsStep, serviceStep]}
      />
      {inFlight ? (
        <Progress deployment={deployment} events={events?.items ?? []} />
      ) : (
        <FailureCard
          deployment={deployment}
          running={running}
          environmentName={environmentName}
          rollback={rollback}
          mayAct={!mayNot}
        />
      )}
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_320px]">
        {events ? <Timeline events={events.items} inFlight={inFlight} /> : <Skeleton className="h-96" />}
        <DeploymentFacts deployment={deployment} running={running} />
      </div>
      {rollback.isOpen && (
        <RollbackDialog deployment={deployment} rollback={rollback} environmentName={environmentName} />
      )}
    </>
  );
};

/** One deployment: the verdict, how it goes, what happened, and the way back. */
export const DeploymentPage = () => {
  const { id } = route.useParams();
  const look = useLive(queries.deployment(id), isInFlight);
  if (look.data) return <Record key={id} deployment={look.data} look={look} />;
  return (
    <>
      <PageHead
        tab={copy.deployments.title}
        title={look.error ? deploymentWords.id : <Skeleton className="h-7 w-72" />}
        trail={[deploymentsStep]}
      />
      {look.error ? <Trouble error={look.error} onRetry={() => void look.refetch()} /> : <Skeleton className="h-96" />}
    </>
  );
};
