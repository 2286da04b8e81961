import { Link } from '@tanstack/react-router';
import type { Deployment } from '../../../../lib/contract/deployment.ts';
import type { Rollback } from '../../api/rollback.ts';
import { isInFlight, type Mark } from '../../api/states.ts';
import { deploymentWords } from '../../copy/deployment.ts';
import { copy } from '../../copy.ts';
import { Ago, Lasted } from '../../kit/ago.tsx';
import { Button, buttonClass } from '../../kit/button.tsx';
import { Icon } from '../../kit/icon.tsx';
import { StateMark, Tag, Version } from '../../kit/state-mark.tsx';
import { CancelButton } from './cancel.tsx';
import { nextStepOf } from './next-step.ts';

const words = deploymentWords;

/** The browser tab says the end, for who looks elsewhere meanwhile. */
export const tabOf = (deployment: Deployment, mark: Mark): string => {
  const ended = Object.entries(words.ended).find(([name]) => name === mark)?.[1];
  return `${ended ?? copy.marks[mark]} ${deployment.service} ${deployment.version} → ${deployment.environment}`;
};

type TitleProps = { deployment: Deployment; environmentName: string; mark: Mark };

export const Title = ({ deployment, environmentName, mark }: TitleProps) => (
  <span className="flex flex-wrap items-baseline gap-x-2.5 gap-y-1.5">
    <span>{deployment.service}</span>
    <Version of={deployment.version} className="text-lg font-medium" />
    <Icon name="arrow" className="self-center text-ink-3" />
    <span className="sr-only">{copy.service.to}</span>
    <span>{environmentName}</span>
    <span className="self-center">
      <StateMark mark={mark} pill />
    </span>
    {deployment.deploymentKind === 'ROLLBACK' && <Tag tone="warn">{copy.deployments.rollback}</Tag>}
  </span>
);

/** When it started, by whom, and how long it took or has taken. */
export const Sub = ({ deployment }: { deployment: Deployment }) => (
  <span>
    {words.started} <Ago at={deployment.createdAt} /> {words.startedBy}{' '}
    {deployment.createdBy.email ?? deployment.createdBy.id},{' '}
    {isInFlight(deployment) ? (
      <>
        <Lasted from={deployment.createdAt} to={undefined} /> {words.soFar}
      </>
    ) : (
      <>
        {words.took} <Lasted from={deployment.createdAt} to={deployment.finishedAt ?? deployment.updatedAt} />
      </>
    )}
  </span>
);

type ActionsProps = {
  deployment: Deployment;
  rollback: Rollback;
  mayNot: string | undefined;
  /** Why the engine would not let go of it. */
  cannotStop: string | undefined;
};

const Again = ({ deployment }: { deployment: Deployment }) =>
  deployment.failures[0]?.retryable === false ? (
    <Button reason={words.sameVersionFails}>{words.deployAgain}</Button>
  ) : (
    <Link
      to="/services/$name/deploy"
      params={{ name: deployment.service }}
      search={{ env: deployment.environment, version: deployment.version }}
      className={buttonClass()}
    >
      {words.deployAgain}
    </Link>
  );

/** What can be done now. A rollback that the failure card offers is not offered twice. */
export const Actions = ({ deployment, rollback, mayNot, cannotStop }: ActionsProps) => {
  const [failure] = deployment.failures;
  const inFlight = isInFlight(deployment);
  const inCard = !inFlight && failure && !mayNot && nextStepOf(failure, rollback.plan) === 'rollback';
  return (
    <>
      {inFlight && <CancelButton deployment={deployment} mayNot={mayNot ?? cannotStop} />}
      {!inFlight && !mayNot && <Again deployment={deployment} />}
      {!inCard && (
        <Button look="danger" data-key="r" reason={rollback.reason} onClick={rollback.open}>
          <Icon name="undo" size={14} />
          {rollback.label}
        </Button>
      )}
    </>
  );
};
