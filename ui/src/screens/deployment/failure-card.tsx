import { Link } from '@tanstack/react-router';
import type { CurrentRunning, Deployment } from '../../../../lib/contract/deployment.ts';
import type { Failure } from '../../../../lib/contract/failure.ts';
import type { Rollback } from '../../api/rollback.ts';
import { categories } from '../../copy/categories.ts';
import { deploymentWords } from '../../copy/deployment.ts';
import { copy } from '../../copy.ts';
import { Button, buttonClass } from '../../kit/button.tsx';
import { cx } from '../../kit/cx.ts';
import { Icon } from '../../kit/icon.tsx';
import { Notice } from '../../kit/notice.tsx';
import { toast } from '../../kit/toasts.tsx';
import { type NextStep, nextStepOf } from './next-step.ts';

const words = deploymentWords;

const report = (deployment: Deployment, failure: Failure): string =>
  [
    `${deployment.service} ${deployment.version} → ${deployment.environment}: ${failure.summary}`,
    `${categories[failure.category]}, ${failure.observedAt}`,
    failure.detail,
    `${location.origin}/deployments/${deployment.id}`,
  ]
    .filter(Boolean)
    .join('\n');

type StepProps = { step: NextStep; deployment: Deployment; failure: Failure; rollback: Rollback };

const Step = ({ step, deployment, failure, rollback }: StepProps) => {
  const { service: name, environment: env, version } = deployment;
  if (step === 'rollback') {
    return (
      <Button look="danger" data-key="r" reason={rollback.reason} onClick={rollback.open}>
        <Icon name="undo" size={14} />
        {rollback.label}
      </Button>
    );
  }
  if (step === 'report') {
    const onClick = async () => {
      await navigator.clipboard.writeText(report(deployment, failure));
      toast(copy.actions.copied);
    };
    return <Button onClick={() => void onClick()}>{words.copyReport}</Button>;
  }
  return (
    <Link
      to="/services/$name/deploy"
      params={{ name }}
      search={step === 'again' ? { env, version } : { env }}
      className={buttonClass()}
    >
      {step === 'again' ? words.deployAgain : words.deployOther}
    </Link>
  );
};

/** What has succeeded there since, if anything; ids grow with time. */
const laterThan = (deployment: Deployment, running: CurrentRunning | null | undefined): CurrentRunning | undefined =>
  running && running.deploymentId > deployment.id ? running : undefined;

const runningLine = (deployment: Deployment, running: CurrentRunning | null, environment: string): string => {
  if (!running) return words.nothingRuns(environment);
  if (laterThan(deployment, running)) return words.runsSince(running.version, environment);
  return running.uncertain ? words.uncertain(environment) : words.stillRunning(running.version, environment);
};

type FailureCardProps = {
  deployment: Deployment;
  running: CurrentRunning | null | undefined;
  environmentName: string;
  rollback: Rollback;
  mayAct: boolean;
};

/** One failure, one explanation, one next step. */
export const FailureCard = ({ deployment, running, environmentName, rollback, mayAct }: FailureCardProps) => {
  const [failure] = deployment.failures;
  if (!failure) return null;
  const later = laterThan(deployment, running);
  const retry =
    later || failure.retryable === undefined ? undefined : failure.retryable ? words.retryHelps : words.retryDoesNot;
  return (
    <section aria-label={failure.summary} className="mb-5">
      <Notice tone="bad" title={<h2>{failure.summary}</h2>}>
        <div className="grid max-w-[76ch] gap-2 pt-1 text-sm">
          {failure.detail && <p className="text-ink-2 wrap-anywhere">{failure.detail}</p>}
          {running !== undefined && <p className="text-ink-2">{runningLine(deployment, running, environmentName)}</p>}
          {later ? (
            <Link to="/deployments/$id" params={{ id: later.deploymentId }} className={cx(buttonClass(), 'mt-1 w-fit')}>
              {words.seeSince}
            </Link>
          ) : (
            <p className="pt-1">
              <span className="font-semibold">{words.nextStep}</span> {failure.actionHint}
            </p>
          )}
          {mayAct && !later && (
            <div className="pt-1">
              <Step
                step={nextStepOf(failure, rollback.plan)}
                deployment={deployment}
                failure={failure}
                rollback={rollback}
              />
            </div>
          )}
          <p className="text-xs text-ink-2">{[categories[failure.category], retry].filter(Boolean).join(' · ')}</p>
        </div>
      </Notice>
    </section>
  );
};
