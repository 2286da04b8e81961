import { Fragment, type ReactNode } from 'react';
import { copy } from '../copy.ts';

type PageHeadProps = {
  /** Of the browser tab. */
  tab: string;
  title: ReactNode;
  sub?: ReactNode;
  actions?: ReactNode;
  trail?: readonly ReactNode[];
};

const Trail = ({ steps }: { steps: readonly ReactNode[] }) => (
  <nav aria-label={copy.nav.breadcrumb} className="mb-2 flex flex-wrap gap-x-1.5 text-sm text-ink-3">
    {steps.map((step, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a breadcrumb is its position
      <Fragment key={index}>
        {index > 0 && <span aria-hidden="true">/</span>}
        {step}
      </Fragment>
    ))}
  </nav>
);

/** Title, one line under it, and the actions of a page. Also names the browser tab. */
export const PageHead = ({ tab, title, sub, actions, trail }: PageHeadProps) => (
  <>
    <title>{`${tab} · DXCP`}</title>
    {trail && <Trail steps={trail} />}
    <header className="mb-5 flex flex-wrap items-start justify-between gap-x-4 gap-y-3">
      <div className="min-w-[min(100%,16rem)] flex-1 basis-0">
        <h1 className="text-xl leading-7 font-semibold tracking-tight wrap-anywhere">{title}</h1>
        {sub && <div className="mt-0.5 text-sm text-ink-2">{sub}</div>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2 max-sm:w-full">{actions}</div>}
    </header>
  </>
);

/** A step of the breadcrumb that leads somewhere. */
export const trailLink = 'hover:text-ink hover:underline';
