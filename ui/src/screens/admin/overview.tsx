import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { AuditEvent } from '../../../../lib/contract/audit.ts';
import * as stored from '../../api/administration.ts';
import { api } from '../../api/client.ts';
import * as queries from '../../api/queries.ts';
import { adminWords as words } from '../../copy/admin.ts';
import { enginePageWords } from '../../copy/engine.ts';
import { Ago } from '../../kit/ago.tsx';
import { Card, type Fact, Facts } from '../../kit/card.tsx';
import { Icon } from '../../kit/icon.tsx';
import { PageHead } from '../../kit/page.tsx';
import { Skeleton, SkeletonRows } from '../../kit/skeleton.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { AreaLink } from '../../objects/area-link.tsx';
import { useStalled } from './stalled.tsx';

const CHANGES = ['ADMIN_CREATE', 'ADMIN_UPDATE', 'ADMIN_DELETE', 'ADMIN_CONFIG_CHANGE'] as const;
const RECENT = 8;

/** The latest changes of the configuration, of whatever kind. */
const useRecent = (): { events: AuditEvent[] | undefined; error: Error | null; retry: () => void } => {
  const client = useQueryClient();
  const looks = useQueries({
    queries: CHANGES.map((type) => ({
      queryKey: ['audit', 'recent', type],
      queryFn: () => api().audit.list({ query: { type, limit: RECENT } }),
    })),
  });
  const events = looks
    .flatMap(({ data }) => data?.items ?? [])
    .sort((a, b) => b.timestamp.localeCompare(a.timestamp))
    .slice(0, RECENT);
  return {
    events: looks.every(({ data }) => data) ? events : undefined,
    error: looks.find(({ error }) => error)?.error ?? null,
    retry: () => void client.refetchQueries({ type: 'active' }),
  };
};

const Recent = () => {
  const { events, error, retry } = useRecent();
  return (
    <Card
      title={words.recent}
      flush
      aside={
        <AreaLink area="admin" section="audit" className="text-sm text-accent hover:underline">
          {words.allChanges}
        </AreaLink>
      }
    >
      {!events && (error ? <Trouble error={error} onRetry={retry} /> : <SkeletonRows rows={4} />)}
      {events?.length === 0 && <p className="p-5 text-sm text-ink-2">{words.noRecent}</p>}
      <ul>
        {events?.map(({ eventId, summary, actorId, timestamp, reason }) => (
          <li key={eventId} className="border-b border-line px-5 py-2.5 text-sm last:border-b-0">
            <div className="flex flex-wrap items-baseline justify-between gap-x-3">
              <span className="min-w-0 wrap-anywhere">{summary}</span>
              <Ago at={timestamp} className="text-xs text-ink-3" />
            </div>
            <p className="text-xs text-ink-3 wrap-anywhere">
              {actorId}
              {reason && ` · ${reason}`}
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
};

type Warning = { readonly text: string; readonly section: string };

/** What somebody should look at, the gravest first; and whether everything could be looked at. */
const useWarnings = () => {
  const looks = {
    settings: useQuery(queries.publicSettings),
    plane: useQuery(stored.planeSettings),
    publishers: useQuery(stored.ciPublishers),
    sanity: useQuery(stored.sanity),
    stalled: useStalled(),
    services: useQuery(queries.services()),
  };
  const [settings, plane, publishers] = [looks.settings.data, looks.plane.data, looks.publishers.data];
  const sanity = looks.sanity.data;
  const stalled = looks.stalled.data?.length ?? 0;
  const groupless = looks.services.data?.items.filter((each) => !each.deliveryGroupId).length ?? 0;
  const warnings: Warning[] = [
    ...(settings?.mutationsDisabled ? [{ text: words.offWarning, section: 'kill-switch' }] : []),
    ...(settings?.engine.available === false ? [{ text: words.unreachable, section: 'engine' }] : []),
    ...(sanity?.checks ?? []).flatMap(({ ok, name, detail }) =>
      ok
        ? []
        : [{ text: [enginePageWords.sanityNames[name] ?? name, detail ?? []].flat().join(': '), section: 'engine' }],
    ),
    ...(stalled > 0 ? [{ text: words.stalledWarning(stalled), section: 'stalled' }] : []),
    ...(settings?.mode === 'evaluation' ? [{ text: words.evaluationWarning, section: 'settings' }] : []),
    ...(plane?.admitWhenArtifactUnchecked ? [{ text: words.uncheckedWarning, section: 'settings' }] : []),
    ...(publishers?.entries.length === 0 ? [{ text: words.noPublishers, section: 'publishers' }] : []),
    ...(groupless > 0 ? [{ text: words.groupless(groupless), section: 'services' }] : []),
  ];
  const all = Object.values(looks);
  return { warnings, isWhole: all.every(({ data }) => data), hasFailed: all.some(({ isError }) => isError) };
};

const Attention = () => {
  const { warnings, isWhole, hasFailed } = useWarnings();
  return (
    <Card title={words.attention}>
      {hasFailed && <p className="mb-2 text-sm text-ink-2 last:mb-0">{words.notAllSeen}</p>}
      {!isWhole && !hasFailed && warnings.length === 0 && <Skeleton className="h-5" />}
      {isWhole && !hasFailed && warnings.length === 0 && (
        <p className="flex items-center gap-2 text-sm text-ink-2">
          <Icon name="check" size={14} className="text-ok" />
          {words.allWell}
        </p>
      )}
      <ul className="grid gap-2 text-sm empty:hidden">
        {warnings.map(({ text, section }) => (
          <li key={text} className="flex gap-2.5">
            <Icon name="warning" size={14} className="mt-[3px] text-warn" />
            <AreaLink area="admin" section={section} className="min-w-0 wrap-anywhere hover:underline">
              {text}
            </AreaLink>
          </li>
        ))}
      </ul>
    </Card>
  );
};

const Plane = () => {
  const { data } = useQuery(queries.publicSettings);
  const rates = useQuery(stored.rateLimits).data;
  const to = (section: string, text: ReactNode) => (
    <AreaLink key={section} area="admin" section={section} className="text-accent hover:underline">
      {text}
    </AreaLink>
  );
  if (!data) return null;
  const facts: Fact[] = [
    [words.changesAre, to('kill-switch', data.mutationsDisabled ? words.off : words.on)],
    [words.engine, to('engine', data.engine.available ? words.reachable : words.unreachable)],
    [words.mode, to('settings', words.modes[data.mode])],
    ...(rates
      ? ([
          [words.readRpm, rates.readRpm.toLocaleString('en')],
          [words.mutateRpm, rates.mutateRpm.toLocaleString('en')],
        ] satisfies Fact[])
      : []),
  ];
  return (
    <Card title={words.plane}>
      <Facts facts={facts} />
    </Card>
  );
};

/** How the plane stands, and what was changed lately. */
export const Overview = () => (
  <>
    <PageHead tab={words.title} title={words.overview} />
    <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_320px]">
      <Recent />
      <div className="grid min-w-0 gap-5">
        <Attention />
        <Plane />
      </div>
    </div>
  </>
);
