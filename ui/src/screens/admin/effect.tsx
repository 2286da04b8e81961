import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ChangePreview, PreviewEffect, ProposedChange } from '../../../../lib/contract/preview.ts';
import { api } from '../../api/client.ts';
import { effectWords as words } from '../../copy/effect.ts';
import { formWords } from '../../copy/form.ts';
import { faultsOf } from '../../form/changes.ts';
import type { Draft } from '../../form/draft.ts';
import type { Sections } from '../../form/field.ts';
import type { Effect } from '../../form/form.tsx';
import { errorsOf, refreshConfigured, withinBody } from '../../form/save.ts';
import { Ago } from '../../kit/ago.tsx';
import { cx } from '../../kit/cx.ts';
import { useDebounced } from '../../kit/debounced.ts';
import { Icon, type IconName } from '../../kit/icon.tsx';
import { RefusalList } from '../../kit/refusals.tsx';
import { Skeleton } from '../../kit/skeleton.tsx';
import { Version } from '../../kit/state-mark.tsx';

/** Somebody saved another version meanwhile: the newest is fetched, and the form shows both. */
const isOvertaken = ({ refusals }: ChangePreview): boolean => refusals.some(({ code }) => code === 'REVISION_CONFLICT');

const SETTLE_MS = 400;
const EFFECTS_SHOWN = 8;
const PAST_SHOWN = 5;

const marks: Readonly<Record<PreviewEffect['change'], readonly [icon: IconName, ink: string]>> = {
  gains: ['plus', 'text-ok'],
  loses: ['dash', 'text-warn'],
  changes: ['arrow', 'text-ink-3'],
};

const Title = ({ children }: { children: string }) => <h3 className="mb-1.5 text-sm font-semibold">{children}</h3>;

const EffectLine = ({ name, change, what, deploymentsLately, registrationsLately }: PreviewEffect) => (
  <li className="flex gap-2 wrap-anywhere">
    <Icon name={marks[change][0]} size={14} className={cx('mt-[3px]', marks[change][1])} />
    <span className="min-w-0">
      <span className="font-medium">{name}</span> {words.changes[change]} {what}
      {deploymentsLately ? ` (${words.lately(deploymentsLately)})` : ''}
      {registrationsLately ? ` (${words.registered(registrationsLately)})` : ''}
    </span>
  </li>
);

const Lines = ({ effects }: { effects: readonly PreviewEffect[] }) => (
  <ul className="grid gap-1.5 text-sm">
    {effects.map((effect) => (
      <EffectLine key={`${effect.subject} ${effect.name} ${effect.what}`} {...effect} />
    ))}
  </ul>
);

const Effects = ({ effects, effectsTotal }: ChangePreview) => {
  if (effectsTotal === 0) return null;
  const others = effects.slice(EFFECTS_SHOWN);
  return (
    <section>
      <Title>{words.effects}</Title>
      <Lines effects={effects.slice(0, EFFECTS_SHOWN)} />
      {others.length > 0 && (
        <details className="mt-1.5 grid gap-1.5">
          <summary className="w-fit cursor-pointer py-0.5 text-xs text-ink-2 hover:text-ink">
            {words.more(effectsTotal - EFFECTS_SHOWN)}
          </summary>
          <div className="pt-1.5">
            <Lines effects={others} />
          </div>
        </details>
      )}
    </section>
  );
};

/** What was admitted lately, and would not be with this. */
const Replay = ({ replay }: ChangePreview) => {
  if (!replay) return null;
  const { looked, capped, refusedCount, refused } = replay;
  if (looked === 0) return <p className="text-sm text-ink-2">{words.noPast}</p>;
  const shown = refused.slice(0, PAST_SHOWN);
  return (
    <section>
      <Title>{words.past}</Title>
      <p className={cx('text-sm', refusedCount > 0 ? 'font-medium text-warn' : 'text-ink-2')}>
        {words.refusedOf(refusedCount, looked, capped)}
      </p>
      <ul className="mt-1.5 grid gap-1.5 text-sm">
        {shown.map(({ deploymentId, service, version, environment, createdAt, message }) => (
          <li key={deploymentId} className="wrap-anywhere">
            <Link to="/deployments/$id" params={{ id: deploymentId }} className="font-medium hover:underline">
              {service} <Version of={version} /> {words.to} {environment}
            </Link>
            <span className="block text-xs text-ink-3">
              <Ago at={createdAt} /> · {message}
            </span>
          </li>
        ))}
      </ul>
      {refusedCount > shown.length && (
        <p className="mt-1.5 text-xs text-ink-3">{words.more(refusedCount - shown.length)}</p>
      )}
    </section>
  );
};

const Warnings = ({ warnings }: ChangePreview) => (
  <ul className="grid gap-1.5 text-sm empty:hidden">
    {warnings.map(({ subject, name, message }) => (
      <li key={`${subject} ${name} ${message}`} className="flex gap-2 wrap-anywhere">
        <Icon name="warning" size={14} className="mt-[3px] text-warn" />
        <span className="min-w-0">
          <span className="font-medium">{name}</span>: {message}
        </span>
      </li>
    ))}
  </ul>
);

/** Why saving it would be refused. */
const Barred = ({ refusals, errors }: ChangePreview) => (
  <div className="grid gap-2 rounded-md border border-bad-line bg-bad-soft p-3 text-sm">
    {refusals.length > 0 && <RefusalList refusals={refusals} />}
    {errors.map(({ path, message }) => (
      <p key={`${path} ${message}`} className="wrap-anywhere">
        {message}
      </p>
    ))}
  </div>
);

const View = (preview: ChangePreview & { settling: boolean }) => (
  <div className={cx('grid gap-4 border-t border-line pt-4 transition-opacity', preview.settling && 'opacity-55')}>
    {!preview.allowed && <Barred {...preview} />}
    <Warnings {...preview} />
    <Effects {...preview} />
    <Replay {...preview} />
  </div>
);

const nothing: Effect = { view: null, barred: undefined };

/** The proposal itself is wrong, in fields that the form has too; what is new is not complete from the start. */
const faultOf = (error: Error, isNew: boolean): Effect => {
  const errors = isNew
    ? []
    : errorsOf(error).map(({ path, message }) => ({ path: path.replace(/^\w+\./, ''), message }));
  return errors.length > 0 ? { view: null, barred: formWords.correct, errors } : nothing;
};

/**
 * What saving `proposed` would do, found out without saving it, as it changes. A preview that cannot be had bars
 * nothing: saving says the same.
 */
export const useChangeEffect = <Body,>(
  proposed: ProposedChange,
  draft: Draft<Body>,
  sections: Sections<Body>,
): Effect => {
  const isAsked = !draft.overtakenBy && draft.isChanged && faultsOf(sections, draft.body).size === 0;
  const text = JSON.stringify(proposed);
  const settled = useDebounced(text, SETTLE_MS);
  const look = useQuery({
    queryKey: ['preview', settled],
    queryFn: async ({ client, signal }) => {
      const preview = await api().guardrails.preview({ body: JSON.parse(settled) }, { signal });
      if (isOvertaken(preview)) await refreshConfigured(client);
      return preview;
    },
    enabled: isAsked,
    retry: false,
    placeholderData: keepPreviousData,
  });
  if (!isAsked) return nothing;
  const settling = settled !== text || look.isPlaceholderData;
  if (look.error) return settling ? nothing : faultOf(look.error, !draft.base);
  if (!look.data) return { view: <Skeleton className="h-20" />, barred: undefined };
  return {
    view: <View {...look.data} settling={settling} />,
    barred: look.data.allowed || settling ? undefined : words.barred,
    errors: settling ? [] : withinBody(look.data.errors),
  };
};
