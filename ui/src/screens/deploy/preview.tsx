import { useQuery } from '@tanstack/react-query';
import type { Validation } from '../../../../lib/contract/admission.ts';
import type { DeploymentIntent } from '../../../../lib/contract/deployment.ts';
import { polling } from '../../api/live.ts';
import * as queries from '../../api/queries.ts';
import { deployWords as words } from '../../copy/deploy.ts';
import { guardrailWords } from '../../copy/guardrails.ts';
import { Ago } from '../../kit/ago.tsx';
import { cx } from '../../kit/cx.ts';
import { useDebounced } from '../../kit/debounced.ts';
import { Icon, type IconName } from '../../kit/icon.tsx';
import { Meter } from '../../kit/meter.tsx';
import { Skeleton } from '../../kit/skeleton.tsx';
import { Version } from '../../kit/state-mark.tsx';
import { duration } from '../../kit/time.ts';
import { Trouble, wordsFor } from '../../kit/trouble.tsx';
import { Checks, OtherRefusals } from './checks.tsx';
import { FailedBefore } from './failed-before.tsx';
import type { Lack } from './lack.ts';
import type { Mishap } from './mishaps.ts';
import { linesOf, type Refused, stillRefused, type Verdict, verdictOf } from './verdict.ts';

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
    // Without a connection the look fails and says so, where waiting for one would leave the last answer standing.
    networkMode: 'always',
    enabled: settled.version !== '' && settled.environment !== '',
  });
  const settling = JSON.stringify(settled) !== JSON.stringify(asked);
  return { ...query, pending: intent.version !== '' && (settling || query.isPlaceholderData || !query.data) };
};
export type Look = ReturnType<typeof usePreview>;

type Head = readonly [box: string, ink: string, icon: IconName, title: string];
const WARN = 'border-warn-line bg-warn-soft text-warn';
export const heads: Readonly<Record<Verdict, Head>> = {
  ready: ['border-line', 'text-ok', 'check', words.ready],
  lacking: ['border-line', 'text-ink-3', 'dash', words.lacking],
  'not-now': [WARN, 'text-warn', 'warning', words.notNow],
  'not-allowed': [WARN, 'text-warn', 'warning', words.notAllowed],
  'not-known': [WARN, 'text-warn', 'warning', words.notKnown],
};

const Change = ({ validation, version }: { validation: Validation; version: string }) => (
  <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
    {validation.running ? (
      <Version of={validation.running.version} className="text-base text-ink-2" />
    ) : (
      <span className="text-ink-3">{words.firstTime}</span>
    )}
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
        label={allowed ? words.deploysAfter : guardrailWords.deploysToday}
        used={deploys}
        limit={limits.dailyDeployQuota}
      />
      <Meter label={guardrailWords.rollbacksToday} used={used.dailyRollbacks} limit={limits.dailyRollbackQuota} />
    </div>
  );
};

const Waiting = ({ lack }: { lack: Lack | undefined }) => (
  <div className="grid gap-3 p-5 text-sm text-ink-2">
    {lack ? (
      <>
        <p className="font-medium text-ink wrap-anywhere">{lack.reason}</p>
        {lack.hint && <p>{lack.hint}</p>}
      </>
    ) : (
      <>
        <span className="sr-only">{words.checking}</span>
        <Skeleton className="h-6 w-2/3" />
        <Skeleton className="h-28" />
      </>
    )}
  </div>
);

type PreviewProps = {
  look: Look;
  intent: DeploymentIntent;
  refused: Refused;
  lack: Lack | undefined;
  mishap: Mishap | undefined;
};

/** What stands between the form and its deployment, as far as it is known. */
export const verdictNow = ({ look, intent, refused, lack }: Omit<PreviewProps, 'mishap'>): Verdict | undefined => {
  if (intent.version === '' || !look.data) return undefined;
  if (look.error) return 'not-known';
  const verdict = verdictOf(look.data, stillRefused(refused, look.data, look.dataUpdatedAt));
  return verdict === 'ready' && lack ? 'lacking' : verdict;
};

const Body = ({ data, ...props }: PreviewProps & { data: Validation }) => {
  const { look, intent, refused, lack, mishap } = props;
  const late = stillRefused(refused, data, look.dataUpdatedAt);
  const { lines, others } = linesOf(data.checks, data.refusals);
  const passesNow = verdictNow(props) === 'ready' && refused.refusals[0];
  return (
    <div className="grid gap-5 p-5">
      {look.error && (
        <p className="rounded-md bg-sunken p-3 text-sm">
          {wordsFor(look.error).title}. {words.lastAnswer} <Ago at={new Date(look.dataUpdatedAt).toISOString()} />.
        </p>
      )}
      <div className={cx('grid gap-5 transition-opacity', look.pending && 'opacity-55')}>
        <Change validation={data} version={intent.version} />
        {mishap && <FailedBefore mishap={mishap} environment={intent.environment} />}
        {lack && <p className="text-sm font-medium">{lack.reason}</p>}
        {late.length + others.length > 0 && <OtherRefusals refusals={[...late, ...others]} />}
        {passesNow && <p className="rounded-md bg-sunken p-3 text-sm">{words.passesNow(passesNow.message)}</p>}
        <Checks lines={lines} />
        {data.notes.map((note) => (
          <p key={note} className="text-sm text-ink-2">
            {note}
          </p>
        ))}
        {data.policy && <Quotas policy={data.policy} allowed={data.allowed} />}
      </div>
    </div>
  );
};

/** The form's other half: whether it would be admitted now, check by check, and what to do when not. */
export const Preview = ({ id, ...props }: PreviewProps & { id: string }) => {
  const { look, intent, lack } = props;
  const verdict = verdictNow(props);
  const [head, ink, icon, title] = heads[verdict ?? 'ready'];
  const failed = look.data || intent.version === '' ? null : look.error;
  return (
    <section
      id={id}
      tabIndex={-1}
      aria-label={words.preview}
      aria-live="polite"
      aria-busy={look.pending}
      className={cx(
        'scroll-mt-4 overflow-hidden rounded-lg border bg-surface',
        verdict && verdict !== 'ready' && verdict !== 'lacking' ? 'border-warn-line' : 'border-line',
      )}
    >
      {verdict && (
        <div className={cx('flex items-center gap-2.5 border-b px-5 py-3.5', head)}>
          <Icon name={icon} className={ink} />
          <h2 className="text-sm font-semibold">{title}</h2>
        </div>
      )}
      {failed && <Trouble error={failed} onRetry={() => void look.refetch()} />}
      {!failed && !verdict && <Waiting lack={lack?.field === 'version' ? lack : undefined} />}
      {look.data && verdict && <Body {...props} data={look.data} />}
    </section>
  );
};
