import { useQuery } from '@tanstack/react-query';
import type { Validation } from '../../../../lib/contract/admission.ts';
import type { DeploymentIntent } from '../../../../lib/contract/deployment.ts';
import { polling } from '../../api/live.ts';
import * as queries from '../../api/queries.ts';
import { copy } from '../../copy.ts';
import { cx } from '../../kit/cx.ts';
import { useDebounced } from '../../kit/debounced.ts';
import { Icon } from '../../kit/icon.tsx';
import { Meter } from '../../kit/meter.tsx';
import { Skeleton } from '../../kit/skeleton.tsx';
import { Version } from '../../kit/state-mark.tsx';
import { duration } from '../../kit/time.ts';
import { Trouble } from '../../kit/trouble.tsx';
import { Checks, OtherRefusals } from './checks.tsx';
import { linesOf, type Refused, stillRefused, type Verdict, verdictOf } from './verdict.ts';

const words = copy.deploy;
const SETTLE_MS = 250;
const LOOK_AGAIN_SECONDS = 5;
const IDLE_SECONDS = 60;

/** The decision for what the form says, asked again as it changes and while something stands in the way. */
export const usePreview = (intent: DeploymentIntent) => {
  // The words of the summary decide nothing: typing them asks nothing.
  const asked = { ...intent, changeSummary: words.preview };
  const settled: DeploymentIntent = JSON.parse(useDebounced(JSON.stringify(asked), SETTLE_MS));
  const query = useQuery({
    ...queries.validation(settled),
    ...polling<Validation>(({ allowed }) => !allowed, IDLE_SECONDS, LOOK_AGAIN_SECONDS),
    enabled: settled.version !== '' && settled.environment !== '',
  });
  const settling = JSON.stringify(settled) !== JSON.stringify(asked);
  return { ...query, pending: intent.version !== '' && (settling || query.isPlaceholderData || !query.data) };
};

const heads = {
  ready: ['border-line', 'text-ok', 'check', words.ready],
  'not-now': ['border-warn-line bg-warn-soft text-warn', 'text-warn', 'warning', words.notNow],
  'not-allowed': ['border-warn-line bg-warn-soft text-warn', 'text-warn', 'warning', words.notAllowed],
} as const satisfies Record<Verdict, readonly unknown[]>;

const Change = ({ validation, version }: { validation: Validation; version: string }) => (
  <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
    <Version of={validation.running?.version ?? words.firstTime} className="text-base text-ink-2" />
    <Icon name="arrow" size={14} className="text-ink-3" />
    <Version of={version} className="text-base font-medium" />
    {validation.usualDurationSeconds !== undefined && (
      <span className="ml-auto text-xs text-ink-3">
        {words.usually(duration(validation.usualDurationSeconds * 1000))}
      </span>
    )}
  </div>
);

const Quotas = ({ policy, allowed }: { policy: NonNullable<Validation['policy']>; allowed: boolean }) => {
  const { limits, used } = policy;
  const deploys = used.dailyDeploys + (allowed ? 1 : 0);
  return (
    <div className="grid gap-3 border-t border-line pt-4">
      <Meter
        label={allowed ? copy.guardrails.deploysAfter : copy.guardrails.deploysToday}
        used={deploys}
        limit={limits.dailyDeployQuota}
      />
      <Meter label={copy.guardrails.rollbacksToday} used={used.dailyRollbacks} limit={limits.dailyRollbackQuota} />
    </div>
  );
};

type PreviewProps = {
  look: ReturnType<typeof usePreview>;
  version: string;
  refused: Refused;
};

const Waiting = ({ version }: { version: string }) => (
  <div className="grid gap-3 p-5 text-sm text-ink-2">
    {version === '' ? (
      words.incomplete
    ) : (
      <>
        <span className="sr-only">{words.asking}</span>
        <Skeleton className="h-6 w-2/3" />
        <Skeleton className="h-28" />
      </>
    )}
  </div>
);

/** The form's other half: whether it would be admitted now, check by check, and what to do when not. */
export const Preview = ({ look, version, refused }: PreviewProps) => {
  const { data, error } = look;
  const late = stillRefused(refused, data, look.dataUpdatedAt);
  const verdict = data && version !== '' ? verdictOf(data, late) : undefined;
  const [head, ink, icon, title] = heads[verdict ?? 'ready'];
  const { lines, others } = linesOf(data?.checks ?? [], data?.refusals ?? []);
  return (
    <section
      aria-label={words.preview}
      aria-live="polite"
      aria-busy={look.pending}
      className={cx(
        'overflow-hidden rounded-lg border bg-surface',
        verdict && verdict !== 'ready' ? 'border-warn-line' : 'border-line',
      )}
    >
      {verdict && (
        <div className={cx('flex items-center gap-2.5 border-b px-5 py-3.5', head)}>
          <Icon name={icon} className={ink} />
          <h2 className="text-sm font-semibold">{title}</h2>
        </div>
      )}
      {error && !data && <Trouble error={error} onRetry={() => void look.refetch()} />}
      {!error && !verdict && <Waiting version={version} />}
      {data && verdict && (
        <div className={cx('grid gap-5 p-5 transition-opacity', look.pending && 'opacity-55')}>
          <Change validation={data} version={version} />
          {late.length + others.length > 0 && <OtherRefusals refusals={[...late, ...others]} />}
          {verdict === 'ready' && refused.refusals[0] && (
            <p className="rounded-md bg-sunken p-3 text-sm">{words.passesNow(refused.refusals[0].message)}</p>
          )}
          <Checks lines={lines} />
          {data.notes.map((note) => (
            <p key={note} className="text-sm text-ink-2">
              {note}
            </p>
          ))}
          {data.policy && <Quotas policy={data.policy} allowed={data.allowed} />}
        </div>
      )}
    </section>
  );
};
