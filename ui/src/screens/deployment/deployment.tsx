import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { Deployment } from '../../../../lib/contract/deployment.ts';
import { useLive } from '../../api/live.ts';
import { useMe } from '../../api/me.ts';
import { useNames } from '../../api/names.ts';
import * as queries from '../../api/queries.ts';
import { isInFlight, markOf } from '../../api/states.ts';
import { copy } from '../../copy.ts';
import { Ago, Lasted } from '../../kit/ago.tsx';
import { Button, buttonClass } from '../../kit/button.tsx';
import { Icon } from '../../kit/icon.tsx';
import { LiveMark } from '../../kit/live-mark.tsx';
import { PageHead, trailLink } from '../../kit/page.tsx';
import { Skeleton } from '../../kit/skeleton.tsx';
import { StateMark, Tag, Version } from '../../kit/state-mark.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { CancelButton } from './cancel.tsx';
import { DeploymentFacts } from './facts.tsx';
import { FailureCard } from './failure-card.tsx';
import { nextStepOf } from './next-step.ts';
import { Progress } from './progress.tsx';
import { type Rollback, RollbackDialog, useRollback } from './rollback.tsx';
import { Timeline } from './timeline.tsx';

const route = getRouteApi('/inside/deployments/$id');

/** What else changed when the deployment ended: its last events, what runs, the lists. */
const useRefreshAtTheEnd = (deployment: Deployment | undefined) => {
  const client = useQueryClient();
  const before = useRef(deployment?.state);
  const state = deployment?.state;
  const id = deployment?.id;
  useEffect(() => {
    if (before.current !== undefined && before.current !== state && id) {
      void client.invalidateQueries({ queryKey: queries.timeline(id).queryKey });
      void client.invalidateQueries({ queryKey: ['running'] });
      void client.invalidateQueries({ queryKey: ['deployments'] });
    }
    before.current = state;
  }, [client, id, state]);
};

const tabOf = (deployment: Deployment): string => {
  const what = `${deployment.service} ${deployment.version} → ${deployment.environment}`;
  const mark = markOf(deployment);
  return mark in copy.deployment.ended
    ? `${copy.deployment.ended[mark as keyof typeof copy.deployment.ended]} ${what}`
    : `${copy.marks[mark]} ${what}`;
};

const Title = ({ deployment, environmentName }: { deployment: Deployment; environmentName: string }) => (
  <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1.5">
    <span>{deployment.service}</span>
    <Version of={deployment.version} className="text-lg font-medium" />
    <Icon name="arrow" className="text-ink-3" />
    <span className="sr-only">{copy.service.to}</span>
    <span>{environmentName}</span>
    <StateMark mark={markOf(deployment)} pill />
    {deployment.deploymentKind === 'ROLLBACK' && <Tag tone="warn">{copy.deployments.rollback}</Tag>}
  </span>
);

const Sub = ({ deployment }: { deployment: Deployment }) => (
  <>
    {copy.deployment.started} <Ago at={deployment.createdAt} /> {copy.deployment.startedBy}{' '}
    {deployment.createdBy.email ?? deployment.createdBy.id},{' '}
    {isInFlight(deployment) ? (
      <>
        <Lasted from={deployment.createdAt} to={undefined} /> {copy.deployment.soFar}
      </>
    ) : (
      <>
        {copy.deployment.took} <Lasted from={deployment.createdAt} to={deployment.finishedAt ?? deployment.updatedAt} />
      </>
    )}
  </>
);

type ActionsProps = { deployment: Deployment; rollback: Rollback; mayNot: string | undefined };

/** The failure card offers the rollback itself; then the head does not repeat it. */
const Actions = ({ deployment, rollback, mayNot }: ActionsProps) => {
  const [failure] = deployment.failures;
  const inFlight = isInFlight(deployment);
  const inCard = !inFlight && failure && !mayNot && nextStepOf(failure, rollback.plan) === 'rollback';
  return (
    <>
      {inFlight ? (
        <CancelButton deployment={deployment} mayNot={mayNot} />
      ) : mayNot ? null : failure?.retryable === false ? (
        <Button reason={copy.reasons.sameVersionFails}>{copy.actions.deployAgain}</Button>
      ) : (
        <Link
          to="/services/$name/deploy"
          params={{ name: deployment.service }}
          search={{ env: deployment.environment, version: deployment.version }}
          className={buttonClass()}
        >
          {copy.actions.deployAgain}
        </Link>
      )}
      {!inCard && (
        <Button look="danger" data-key="r" reason={rollback.reason} onClick={rollback.open}>
          <Icon name="undo" size={14} />
          {rollback.label}
        </Button>
      )}
    </>
  );
};

const useRunning = (deployment: Deployment | undefined) => {
  const places = useQuery({ ...queries.placesOf(deployment?.service ?? ''), enabled: !!deployment });
  return (
    places.data && (places.data.find(({ environment }) => environment === deployment?.environment)?.running ?? null)
  );
};

/** One deployment: the verdict, how it goes, what happened, and the way back. */
export const DeploymentPage = () => {
  const { id } = route.useParams();
  const look = useLive(queries.deployment(id), isInFlight);
  const deployment = look.data;
  const inFlight = !!deployment && isInFlight(deployment);
  const { data: events } = useLive(queries.timeline(id), () => inFlight);
  useRefreshAtTheEnd(deployment);
  const names = useNames();
  const group = useQuery(queries.groups).data?.items.find((one) => one.id === deployment?.deliveryGroupId);
  const mayNot = useMe().deployReason(group);
  const rollback = useRollback(deployment, mayNot);
  const running = useRunning(deployment);
  const trail = [
    <Link key="d" to="/deployments" className={trailLink}>
      {copy.deployments.title}
    </Link>,
  ];
  if (!deployment) {
    return (
      <>
        <PageHead tab={copy.deployments.title} title={<Skeleton className="h-7 w-72" />} trail={trail} />
        {look.error ? (
          <Trouble error={look.error} onRetry={() => void look.refetch()} />
        ) : (
          <Skeleton className="h-96" />
        )}
      </>
    );
  }
  const environmentName = names.environment(deployment.environment);
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
            <span>
              <Sub deployment={deployment} />
            </span>
            <LiveMark look={look} moving={inFlight} />
          </span>
        }
        actions={<Actions deployment={deployment} rollback={rollback} mayNot={mayNot} />}
        trail={[...trail, serviceStep]}
      />
      {!inFlight && (
        <FailureCard
          deployment={deployment}
          running={running}
          environmentName={environmentName}
          rollback={rollback}
          mayAct={!mayNot}
        />
      )}
      {inFlight && <Progress deployment={deployment} events={events?.items ?? []} />}
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
