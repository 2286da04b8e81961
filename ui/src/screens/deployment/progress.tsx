import { useQuery } from '@tanstack/react-query';
import type { Deployment } from '../../../../lib/contract/deployment.ts';
import type { TimelineEvent } from '../../../../lib/contract/timeline.ts';
import * as queries from '../../api/queries.ts';
import { deploymentWords } from '../../copy/deployment.ts';
import { Lasted } from '../../kit/ago.tsx';
import { cx } from '../../kit/cx.ts';
import { duration } from '../../kit/time.ts';
import { type Phase, phasesOf, usualRange } from './phases.ts';

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

const Step = ({ name, phase, share }: { name: string; phase: Phase; share: number }) => (
  <li aria-current={phase.status === 'now' ? 'step' : undefined} className="min-w-0">
    <div
      className={cx(
        'h-1.5 overflow-hidden rounded-full',
        phase.status === 'done' ? 'bg-ok' : phase.status === 'now' ? 'bg-accent-soft' : 'bg-line',
      )}
    >
      {phase.status === 'now' && (
        <div
          className="h-full rounded-full bg-accent transition-[width] duration-500"
          style={{ width: `${share * 100}%` }}
        />
      )}
    </div>
    <div
      className={cx(
        'mt-1.5 flex flex-wrap justify-between gap-x-1 text-xs',
        phase.status === 'now' ? 'font-medium text-accent' : phase.status === 'done' ? 'text-ink-2' : 'text-ink-3',
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

const headlineOf = (deployment: Deployment): string => {
  if (deployment.stalled) return words.stalled;
  if (deployment.waitsFor) return words.waiting;
  const { progress } = deployment;
  if (!progress) return words.phase[deployment.state === 'PENDING' ? 2 : 3];
  return progress.label;
};

/** A deployment in flight: where it stands, for how long, and how long it usually takes. */
export const Progress = ({ deployment, events }: { deployment: Deployment; events: readonly TimelineEvent[] }) => {
  const usual = useUsual(deployment);
  const phases = phasesOf(deployment, events);
  return (
    <section aria-label={words.phases} className="mb-5 rounded-lg border border-line bg-surface px-5 py-4">
      <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-4 text-sm">
        <span aria-live="polite" className="font-medium">
          {headlineOf(deployment)}{' '}
          {deployment.progress && (
            <span className="tnum font-normal text-ink-3">
              {words.step(deployment.progress.done, deployment.progress.total)}
            </span>
          )}
        </span>
        {usual && <span className="tnum text-ink-2">{usual}</span>}
      </div>
      <ol className="grid grid-cols-5 gap-3">
        {words.phase.map((name, index) => {
          const phase = phases[index];
          return phase && <Step key={name} name={name} phase={phase} share={shareOf(deployment)} />;
        })}
      </ol>
    </section>
  );
};
