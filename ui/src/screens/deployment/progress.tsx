import { useQuery } from '@tanstack/react-query';
import type { Deployment } from '../../../../lib/contract/deployment.ts';
import type { TimelineEvent } from '../../../../lib/contract/timeline.ts';
import * as queries from '../../api/queries.ts';
import { deploymentWords } from '../../copy/deployment.ts';
import { Lasted } from '../../kit/ago.tsx';
import { cx } from '../../kit/cx.ts';
import { Icon } from '../../kit/icon.tsx';
import { duration } from '../../kit/time.ts';
import { type Phase, phasesOf, usualRange } from './phases.ts';
import type { ToldWait } from './waits.ts';

const words = deploymentWords;
const SUCCESSES_LOOKED_AT = 10;

const useUsual = ({ service, environment }: Deployment): string | undefined => {
  const filter = { service, environment, state: 'SUCCEEDED' as const };
  const { data } = useQuery({ ...queries.recentDeployments(filter, SUCCESSES_LOOKED_AT), staleTime: 60_000 });
  const range = usualRange(data?.items ?? []);
  return range && words.usually(duration(range.low), duration(range.high));
};

/** The share of the phase under way that is done; a hair, so that it is seen at once. */
const shareOf = ({ progress }: Deployment): number =>
  progress && progress.total > 0 ? Math.max(0.06, progress.done / progress.total) : 0.06;

type StepProps = { name: string; phase: Phase; share: number; held: boolean };

const Step = ({ name, phase, share, held }: StepProps) => (
  <li aria-current={phase.status === 'now' ? 'step' : undefined} className="min-w-0">
    <div className={cx('track', phase.status === 'now' ? (held ? 'bg-warn-line' : 'bg-accent-soft') : 'bg-line')}>
      {phase.status === 'done' && <div className="track-fill bg-ok" />}
      {phase.status === 'now' && (
        <div
          className={cx('track-fill transition-[width] duration-500', held ? 'bg-warn' : 'bg-accent')}
          style={{ width: `${share * 100}%` }}
        />
      )}
    </div>
    <div
      className={cx(
        'mt-1.5 flex flex-wrap justify-between gap-x-1 text-xs',
        phase.status === 'now'
          ? cx('font-medium', held ? 'text-warn' : 'text-accent')
          : phase.status === 'done'
            ? 'text-ink-2'
            : 'text-ink-3',
      )}
    >
      <span className="max-sm:sr-only">{name}</span>
      {phase.from && phase.status !== 'ahead' && (
        <span className="max-sm:hidden">
          <Lasted from={phase.from} to={phase.status === 'done' ? (phase.to ?? phase.from) : undefined} />
        </span>
      )}
    </div>
  </li>
);

/** What goes on, in a word or two. */
export const headlineOf = ({ progress, state }: Deployment): string =>
  progress?.label ?? words.phase[state === 'PENDING' ? 2 : 3];

/** Said as it changes; the time that ticks beside it is not. */
const Headline = ({ deployment, wait }: { deployment: Deployment; wait: ToldWait | undefined }) => (
  <p className="font-medium">
    <span aria-live="polite" className={wait && 'text-warn'}>
      {wait && <Icon name={wait.held ? 'clock' : 'warning'} size={14} className="mr-1.5 inline align-[-2px]" />}
      {wait?.words ?? headlineOf(deployment)}
    </span>
    <span className="tnum font-normal text-ink-3">
      {wait?.since && (
        <>
          {' '}
          {words.waits.for} <Lasted from={wait.since} to={undefined} />
        </>
      )}
      {deployment.progress && ` ${wait ? '· ' : ''}${words.step(deployment.progress.done, deployment.progress.total)}`}
    </span>
  </p>
);

type ProgressProps = { deployment: Deployment; events: readonly TimelineEvent[]; wait: ToldWait | undefined };

/** A deployment in flight: where it stands or what it waits for, for how long, and how long it usually takes. */
export const Progress = ({ deployment, events, wait }: ProgressProps) => {
  const usual = useUsual(deployment);
  const phases = phasesOf(deployment, events);
  return (
    <section aria-label={words.phases} className="mb-5 rounded-lg border border-line bg-surface px-5 py-4">
      <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-4 text-sm">
        <div className="min-w-0">
          <Headline deployment={deployment} wait={wait} />
          {wait?.detail && <p className="text-ink-2">{wait.detail}</p>}
        </div>
        {usual && <span className="tnum text-ink-2">{usual}</span>}
      </div>
      <ol className="grid grid-cols-5 gap-3">
        {words.phase.map((name, index) => {
          const phase = phases[index];
          return (
            phase && (
              <Step key={name} name={name} phase={phase} share={shareOf(deployment)} held={wait?.held ?? false} />
            )
          );
        })}
      </ol>
    </section>
  );
};
