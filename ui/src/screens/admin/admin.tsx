import { getRouteApi } from '@tanstack/react-router';
import { type ComponentType, lazy, Suspense } from 'react';
import { useMe } from '../../api/me.ts';
import { adminWords as words } from '../../copy/admin.ts';
import { policyWords } from '../../copy/policy.ts';
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

const pages: readonly (readonly [section: string, label: string, page: Page])[] = [
  ['overview', words.overview, lazy(() => import('./overview.tsx').then(({ Overview }) => ({ default: Overview })))],
  ['groups', policyWords.groups, lazy(() => import('./groups.tsx').then(({ Groups }) => ({ default: Groups })))],
  ['recipes', policyWords.recipes, lazy(() => import('./recipes.tsx').then(({ Recipes }) => ({ default: Recipes })))],
  [
    'environments',
    policyWords.environments,
    lazy(() => import('./environments.tsx').then(({ Environments }) => ({ default: Environments }))),
  ],
  [
    'services',
    policyWords.services,
    lazy(() => import('./services.tsx').then(({ AdminServices }) => ({ default: AdminServices }))),
  ],
  ['settings', words.settings, lazy(() => import('./settings.tsx').then(({ Settings }) => ({ default: Settings })))],
  [
    'publishers',
    words.publishers,
    lazy(() => import('./publishers.tsx').then(({ Publishers }) => ({ default: Publishers }))),
  ],
  [
    'kill-switch',
    words.killSwitch,
    lazy(() => import('./kill-switch.tsx').then(({ KillSwitch }) => ({ default: KillSwitch }))),
  ],
  ['stalled', words.stalled, lazy(() => import('./stalled.tsx').then(({ Stalled }) => ({ default: Stalled })))],
  ['audit', words.audit, lazy(() => import('./audit.tsx').then(({ Audit }) => ({ default: Audit })))],
  ['engine', words.engine, lazy(() => import('./engine.tsx').then(({ Engine }) => ({ default: Engine })))],
];

const tabs = pages.map(([section, label]) => [section, label] as const);

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
  const [, , Page] = pages.find(([name]) => name === section) ?? [];
  return (
    <>
      <Tabs area="admin" label={words.title} tabs={tabs} here={section} />
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
