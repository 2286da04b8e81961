import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { type Me, useMe } from '../api/me.ts';
import * as queries from '../api/queries.ts';
import { copy } from '../copy.ts';
import { cx } from '../kit/cx.ts';
import { Icon, type IconName } from '../kit/icon.tsx';
import { commandKey } from '../kit/platform.ts';
import { Tag } from '../kit/state-mark.tsx';
import { Toasts } from '../kit/toasts.tsx';
import { useShortcuts } from './keys.ts';

const Palette = lazy(() => import('./palette.tsx').then(({ Palette }) => ({ default: Palette })));
const Help = lazy(() => import('./help.tsx').then(({ Help }) => ({ default: Help })));

const ADMIN = '/admin/{-$section}/{-$id}';
type Destination = { label: string; to: '/services' | '/deployments' | typeof ADMIN; icon: IconName; keys?: string };

const places: readonly Destination[] = [
  { label: copy.nav.services, to: '/services', icon: 'services', keys: 'g s' },
  { label: copy.nav.deployments, to: '/deployments', icon: 'deployments', keys: 'g d' },
];
const forAdmins: Destination = { label: copy.nav.admin, to: ADMIN, icon: 'admin' };

const Brand = () => (
  <Link to="/services" className="flex items-center gap-2 px-2 font-semibold tracking-tight">
    <svg viewBox="0 0 24 24" className="size-6" aria-hidden="true">
      <rect width="24" height="24" rx="6" fill="var(--ink)" />
      <path
        d="M7 6.5h4.5a5.5 5.5 0 0 1 0 11H7M7 12h6.5m0 0-2.6-2.6m2.6 2.6-2.6 2.6"
        fill="none"
        stroke="var(--bg)"
        strokeWidth="1.7"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
    DXCP
  </Link>
);

const Mode = () => {
  const { data } = useQuery(queries.publicSettings);
  if (data?.mode !== 'evaluation') return null;
  return (
    <Tag tone="warn" tip={copy.mode.evaluationTip}>
      {copy.mode.evaluation}
    </Tag>
  );
};

const Navigation = () => {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const { isAdmin } = useMe();
  const shown = isAdmin ? [...places, forAdmins] : places;
  return (
    <nav
      aria-label={copy.nav.primary}
      className="z-20 flex gap-0.5 max-md:fixed max-md:inset-x-0 max-md:bottom-0 max-md:justify-around max-md:border-t max-md:border-line max-md:bg-sunken max-md:py-1 md:flex-col"
    >
      {shown.map(({ label, to, icon, keys }) => {
        const here = path.startsWith(to === ADMIN ? '/admin' : to);
        return (
          <Link
            key={to}
            to={to}
            params={{ section: undefined, id: undefined }}
            aria-current={here ? 'page' : undefined}
            data-tip={keys}
            className={cx(
              'flex items-center rounded-md text-sm max-md:min-h-11 max-md:flex-col max-md:gap-0.5 max-md:px-4 max-md:py-1.5 max-md:text-xs md:h-8 md:gap-2.5 md:px-2',
              here ? 'font-medium md:bg-surface md:ring-1 md:ring-line' : 'text-ink-2 hover:bg-line/50',
            )}
          >
            <Icon name={icon} className={here ? 'text-accent' : 'text-ink-3'} />
            {label}
          </Link>
        );
      })}
    </nav>
  );
};

/** Moves the focus to the new page and says its name, as a page load would. */
const useArrival = () => {
  const main = useRef<HTMLElement>(null);
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const first = useRef(true);
  useEffect(() => {
    if (path === undefined) return;
    if (!first.current) main.current?.focus({ preventScroll: true });
    first.current = false;
  }, [path]);
  return main;
};

type Attendants = typeof import('./attendants.tsx');

/** The pages are whole without them: should they not load, they are missing until the next page load. */
const useAttendants = () => {
  const [attendants, setAttendants] = useState<Attendants>();
  useEffect(() => {
    import('./attendants.tsx').then(setAttendants, () => undefined);
  }, []);
  return attendants;
};

type ContentProps = { me: Me; attendants: Attendants | undefined };

const Content = ({ me: { who, withoutRole }, attendants }: ContentProps) => {
  if (withoutRole || (who && !who.can.read)) return attendants && <attendants.NoPages refusal={withoutRole} />;
  return <Outlet />;
};

export const Shell = () => {
  const [open, setOpen] = useState<'palette' | 'help' | undefined>();
  const openPalette = useCallback(() => setOpen('palette'), []);
  const openHelp = useCallback(() => setOpen('help'), []);
  const close = useCallback(() => setOpen(undefined), []);
  useShortcuts({ openPalette, openHelp });
  const main = useArrival();
  const attendants = useAttendants();
  const me = useMe();
  return (
    <div className="min-h-screen md:grid md:grid-cols-[212px_minmax(0,1fr)]">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:bg-surface focus:p-2"
      >
        {copy.nav.skip}
      </a>
      <header className="flex items-center gap-2 sm:gap-3 border-line bg-sunken px-2 py-2 max-md:border-b md:sticky md:top-0 md:h-screen md:flex-col md:items-stretch md:gap-5 md:border-r md:px-3 md:py-4">
        <div className="flex items-center gap-2 md:flex-wrap">
          <Brand />
          <Mode />
        </div>
        <div className="contents md:grid md:gap-4">
          <button
            type="button"
            onClick={openPalette}
            aria-keyshortcuts="Meta+K Control+K"
            className="control flex items-center gap-2 px-2 text-ink-3 hover:border-ink-3 max-sm:aspect-square max-sm:justify-center max-md:ml-auto"
          >
            <Icon name="search" size={14} />
            <span className="max-sm:sr-only">{copy.nav.search}</span>
            <kbd className="ml-auto font-mono text-xs max-md:hidden">{commandKey} K</kbd>
          </button>
          <Navigation />
        </div>
        <div className="max-md:flex max-md:min-h-10 max-md:items-center max-md:justify-end min-[361px]:pointer-coarse:max-md:min-w-43 max-md:[&_div.text-xs]:sr-only md:mt-auto">
          {attendants && <attendants.Person me={me} onHelp={openHelp} />}
        </div>
      </header>
      <main id="main" ref={main} tabIndex={-1} className="min-w-0 max-md:pb-20">
        <div className="mx-auto max-w-[1240px] px-4 py-5 md:px-8 md:py-6">
          <div role="status" className="grid gap-3 not-empty:mb-5">
            {attendants && <attendants.Banner />}
          </div>
          <Content me={me} attendants={attendants} />
        </div>
      </main>
      <Suspense>
        {open === 'palette' && <Palette onClose={close} onHelp={openHelp} />}
        {open === 'help' && <Help onClose={close} />}
      </Suspense>
      <Toasts />
      {attendants && <attendants.TipLayer />}
    </div>
  );
};
