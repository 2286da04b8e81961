import { getRouteApi } from '@tanstack/react-router';
import { type ComponentType, lazy, Suspense } from 'react';
import { useMe } from '../../api/me.ts';
import { adminWords as words } from '../../copy/admin.ts';
import { type AdminSection, adminSections } from '../../copy/admin-sections.ts';
import { buttonClass } from '../../kit/button.tsx';
import { Empty } from '../../kit/notice.tsx';
import { PageHead } from '../../kit/page.tsx';
import { Skeleton } from '../../kit/skeleton.tsx';
import { AreaLink } from '../../objects/area-link.tsx';
import { Tabs } from '../../objects/tabs.tsx';
import { UnknownPage } from './unknown.tsx';

const route = getRouteApi('/inside/admin/{-$section}/{-$id}');

/** `id` is that of the thing that is changed, `new` for a new one, and absent for the list. */
export type PageProps = { id: string | undefined };
type Page = ComponentType<PageProps>;

const pages: Readonly<Record<AdminSection, Page>> = {
  overview: lazy(() => import('./overview.tsx').then(({ Overview }) => ({ default: Overview }))),
  groups: lazy(() => import('./groups.tsx').then(({ Groups }) => ({ default: Groups }))),
  recipes: lazy(() => import('./recipes.tsx').then(({ Recipes }) => ({ default: Recipes }))),
  environments: lazy(() => import('./environments.tsx').then(({ Environments }) => ({ default: Environments }))),
  services: lazy(() => import('./services.tsx').then(({ AdminServices }) => ({ default: AdminServices }))),
  settings: lazy(() => import('./settings.tsx').then(({ Settings }) => ({ default: Settings }))),
  publishers: lazy(() => import('./publishers.tsx').then(({ Publishers }) => ({ default: Publishers }))),
  'kill-switch': lazy(() => import('./kill-switch.tsx').then(({ KillSwitch }) => ({ default: KillSwitch }))),
  stalled: lazy(() => import('./stalled.tsx').then(({ Stalled }) => ({ default: Stalled }))),
  audit: lazy(() => import('./audit.tsx').then(({ Audit }) => ({ default: Audit }))),
  engine: lazy(() => import('./engine.tsx').then(({ Engine }) => ({ default: Engine }))),
};

const isSection = (name: string): name is AdminSection => Object.hasOwn(pages, name);

const NotYours = () => (
  <>
    <PageHead tab={words.notYoursTitle} title={words.notYoursTitle} />
    <Empty title={words.notYours}>
      <AreaLink area="policy" className={buttonClass('primary')}>
        {words.readPolicy}
      </AreaLink>
    </Empty>
  </>
);

/** Where admins configure the plane; everybody else is told who can help. */
export const Admin = () => {
  const { section = 'overview', id } = route.useParams();
  const { who, isAdmin } = useMe();
  if (!who) return <Skeleton className="h-32" />;
  if (!isAdmin) return <NotYours />;
  const Page = isSection(section) ? pages[section] : undefined;
  return (
    <>
      <Tabs area="admin" label={words.title} tabs={adminSections} here={section} />
      {Page ? (
        <Suspense fallback={<Skeleton className="h-48" />}>
          <Page key={`${section} ${id}`} id={id} />
        </Suspense>
      ) : (
        <UnknownPage />
      )}
    </>
  );
};
