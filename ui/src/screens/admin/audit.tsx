import { useInfiniteQuery } from '@tanstack/react-query';
import { useLocation, useNavigate } from '@tanstack/react-router';
import * as stored from '../../api/administration.ts';
import { planeNow } from '../../api/plane-time.ts';
import { adminWords as words } from '../../copy/admin.ts';
import { copy } from '../../copy.ts';
import { Button } from '../../kit/button.tsx';
import { Empty } from '../../kit/notice.tsx';
import { PageHead } from '../../kit/page.tsx';
import { SkeletonRows } from '../../kit/skeleton.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { AuditEvents } from './audit-events.tsx';
import { AuditExport } from './audit-export.tsx';
import { AuditFilters } from './audit-filters.tsx';
import { type AuditSearch, auditSearch, DEFAULT_DAYS, filterOf } from './audit-search.ts';

/** The filters are part of the address, so that a view can be sent to somebody. */
const useSearch = () => {
  const search = auditSearch(useLocation({ select: (location) => location.search }));
  const navigate = useNavigate();
  const show = (next: AuditSearch) =>
    void navigate({
      to: '/admin/{-$section}/{-$id}',
      params: { section: 'audit', id: undefined },
      search: next,
      replace: true,
      resetScroll: false,
    });
  return { search, show };
};

/** Who did what, newest first. */
export const Audit = () => {
  const { search, show } = useSearch();
  const filter = filterOf(search, planeNow());
  const look = useInfiniteQuery(stored.audit(filter));
  const events = look.data?.pages.flatMap((page) => page.items);

  const body = () => {
    if (look.error && !events) return <Trouble error={look.error} onRetry={() => void look.refetch()} />;
    if (!events) return <SkeletonRows rows={10} />;
    if (events.length === 0) {
      return (
        <Empty title={words.noEvents}>
          {Object.keys(search).length > 0 && <Button onClick={() => show({})}>{copy.actions.clearFilters}</Button>}
        </Empty>
      );
    }
    return <AuditEvents events={events} />;
  };

  return (
    <>
      <PageHead
        tab={words.audit}
        title={words.audit}
        sub={
          <span className="tnum">
            {words.periods(search.days ?? DEFAULT_DAYS)}
            {events && `, ${words.shown(events.length, look.hasNextPage)}`}
          </span>
        }
        actions={<AuditExport filter={filter} />}
      />
      <AuditFilters search={search} onChange={(part) => show(auditSearch({ ...search, ...part }))} />
      {body()}
      {look.hasNextPage && (
        <div className="mt-4 text-center">
          <Button reason={look.isFetchingNextPage ? copy.loading : undefined} onClick={() => void look.fetchNextPage()}>
            {copy.actions.loadMore}
          </Button>
        </div>
      )}
    </>
  );
};
