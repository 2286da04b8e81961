import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { formWords } from '../../copy/form.ts';
import { policyWords as words } from '../../copy/policy.ts';
import type { Stored } from '../../form/draft.ts';
import { buttonClass } from '../../kit/button.tsx';
import { PageHead } from '../../kit/page.tsx';
import { Skeleton } from '../../kit/skeleton.tsx';
import { toast } from '../../kit/toasts.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { AreaLink } from '../../objects/area-link.tsx';

type Stamped = Omit<Stored<never>, 'body'>;

/** A thing as it is stored, with what of it is changed here. */
export const storedOf = <Body,>(stamp: Stamped, body: Body): Stored<Body> => {
  const { revision, updatedAt, updatedBy, lastChangeReason } = stamp;
  return { body, revision, updatedAt, updatedBy, lastChangeReason };
};

type ListPageProps = { title: string; section: string; what: string; children: ReactNode };

/** All of a kind, and the way to one more. */
export const ListPage = ({ title, section, what, children }: ListPageProps) => (
  <>
    <PageHead
      tab={title}
      title={title}
      actions={
        <AreaLink area="admin" section={section} id="new" className={buttonClass('primary')}>
          {words.add(what)}
        </AreaLink>
      }
    />
    {children}
  </>
);

/** Until what a form needs is known, or why it is not. */
export const Awaited = ({ title, error }: { title: string; error: Error | null }) => (
  <>
    <PageHead tab={title} title={title} />
    {error ? <Trouble error={error} /> : <Skeleton className="h-48" />}
  </>
);

/** Says what was saved, and leads to it. */
export const useSaved = (section: string) => {
  const navigate = useNavigate();
  return (id: string | undefined, name: string, revision: number) => {
    toast(formWords.saved(name), formWords.savedText(revision));
    void navigate({ to: '/admin/{-$section}/{-$id}', params: { section, id }, replace: true });
  };
};
