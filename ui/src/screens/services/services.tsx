import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, useMemo } from 'react';
import type { Place } from '../../../../lib/contract/running.ts';
import { ENGINE_SECONDS, useEngine } from '../../api/engine.ts';
import { useIdleSeconds } from '../../api/idle.ts';
import { polling } from '../../api/live.ts';
import { useNames } from '../../api/names.ts';
import * as queries from '../../api/queries.ts';
import { servicesSearch } from '../../app/search.ts';
import { copy } from '../../copy.ts';
import { Button } from '../../kit/button.tsx';
import { useDebounced } from '../../kit/debounced.ts';
import { FilterBox } from '../../kit/filter-box.tsx';
import { LiveMark } from '../../kit/live-mark.tsx';
import { useWide } from '../../kit/media.ts';
import { Empty } from '../../kit/notice.tsx';
import { PageHead } from '../../kit/page.tsx';
import { Segmented } from '../../kit/segmented.tsx';
import { SkeletonRows } from '../../kit/skeleton.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { environmentOrder } from './environment-order.ts';
import { filtered, sectionsOf } from './matrix.ts';
import { Lane, Matrix } from './table.tsx';

const route = getRouteApi('/inside/services');
const FirstStep = lazy(() => import('./beginning.tsx').then(({ FirstStep }) => ({ default: FirstStep })));
const NoServices = lazy(() => import('./beginning.tsx').then(({ NoServices }) => ({ default: NoServices })));
const skeleton = <SkeletonRows rows={10} className="h-11" />;

/** A long list is searched by the plane, by prefix; a whole one here, anywhere in the name. */
const useRunning = (filter: string) => {
  const idle = useIdleSeconds();
  const whole = useInfiniteQuery({
    ...queries.running(''),
    ...polling<queries.Pages<Place>>(
      ({ pages }) => pages.some((page) => page.items.some((place) => place.inFlight)),
      idle,
    ),
  });
  const prefix = useDebounced(whole.hasNextPage ? filter.trim().toLowerCase() : '', 250);
  const searched = useInfiniteQuery({ ...queries.running(prefix), enabled: prefix !== '' });
  return prefix === '' ? whole : searched;
};

/** Nothing has run anywhere, and nothing was tried. */
const isUntouched = (places: readonly Place[]): boolean =>
  !places.some(({ running, inFlight, lastFailure }) => running || inFlight || lastFailure);

/** The home: what runs where. */
export const Services = () => {
  const { q = '', env } = route.useSearch();
  const navigate = route.useNavigate();
  const look = useRunning(q);
  const groups = useQuery(queries.groups);
  const names = useNames();
  const moving = !!look.data?.pages.some((page) => page.items.some((place) => place.inFlight));
  useEngine(moving ? ENGINE_SECONDS.list : ENGINE_SECONDS.calm);
  const wide = useWide();
  const places = useMemo(() => look.data?.pages.flatMap((page) => page.items), [look.data]);
  const known = groups.data?.items;
  const all = useMemo(
    () => sectionsOf(known ?? [], places ?? [], !look.hasNextPage && !!known),
    [known, places, look.hasNextPage],
  );
  const environments = useQuery(queries.environments).data?.items;
  const order = useMemo(() => environmentOrder(known ?? [], environments ?? []), [known, environments]);
  const closed = useMemo(
    () => new Set((environments ?? []).flatMap(({ name, lifecycle }) => (lifecycle === 'active' ? [] : [name]))),
    [environments],
  );
  const sections = filtered(all, q);
  const environment = env && order.includes(env) ? env : (order[0] ?? '');
  const error = look.error ?? groups.error;
  const change = (search: { q?: string; env?: string }) =>
    void navigate({ search: (before) => servicesSearch({ ...before, ...search }), replace: true });

  const body = () => {
    if (error && (!places || !known)) return <Trouble error={error} onRetry={() => void look.refetch()} />;
    if (!places || !known) return skeleton;
    if (all.length === 0) return <NoServices />;
    if (sections.length === 0) {
      return (
        <Empty title={copy.services.noMatch(q)}>
          <Button onClick={() => change({ q: '' })}>{copy.actions.clearFilters}</Button>
        </Empty>
      );
    }
    const shown = { sections, order, closed, nameOf: names.environment };
    if (wide) return <Matrix {...shown} />;
    return (
      <div className="grid gap-3">
        <Segmented
          label={copy.services.environment}
          options={order.map((value) => ({ value, label: names.environment(value) }))}
          value={environment}
          onChange={(value) => change({ env: value })}
        />
        <Lane {...shown} environment={environment} />
      </div>
    );
  };

  return (
    <>
      <PageHead
        tab={copy.services.title}
        title={copy.services.title}
        sub={
          <span className="flex flex-wrap items-center gap-x-2">
            {copy.services.sub}
            <LiveMark look={look} moving={moving} />
          </span>
        }
        actions={
          <FilterBox
            label={copy.services.filter}
            value={q}
            onChange={(value) => change({ q: value })}
            className="w-full sm:w-72"
          />
        }
      />
      <Suspense fallback={skeleton}>
        {places && known && !look.hasNextPage && isUntouched(places) && <FirstStep groups={known} />}
        {body()}
      </Suspense>
      {look.hasNextPage && (
        <div className="mt-4 text-center">
          <Button onClick={() => void look.fetchNextPage()}>{copy.actions.loadMore}</Button>
        </div>
      )}
    </>
  );
};
