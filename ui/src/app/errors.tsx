import { type ErrorComponentProps, Link } from '@tanstack/react-router';
import { ProblemError } from '../../../lib/contract/client.ts';
import { copy } from '../copy.ts';
import { Button, buttonClass } from '../kit/button.tsx';
import { CopyId } from '../kit/copy-id.tsx';
import { Empty } from '../kit/notice.tsx';
import { PageHead } from '../kit/page.tsx';
import { Trouble } from '../kit/trouble.tsx';

type NoPagesProps = { title: string; hint: string; requestId?: string | undefined };

/** Signed in, but without a role that may see these pages. */
export const NoPages = ({ title, hint, requestId }: NoPagesProps) => (
  <>
    <PageHead tab={title} title={title} />
    <Empty title={hint}>{requestId && <CopyId id={requestId} label={copy.errors.requestId} />}</Empty>
  </>
);

export const UnknownPage = () => (
  <>
    <PageHead tab={copy.errors.unknownPage} title={copy.errors.unknownPage} />
    <Empty title={copy.errors.notFound.title}>
      <p>{copy.errors.notFound.text}</p>
      <Link to="/services" className={buttonClass('primary')}>
        {copy.errors.toServices}
      </Link>
    </Empty>
  </>
);

/** A page that broke keeps the navigation around it. */
export const BrokenPage = ({ error }: ErrorComponentProps) => (
  <>
    <PageHead tab={copy.errors.page.title} title={copy.errors.page.title} />
    {error instanceof ProblemError ? (
      <Trouble error={error} onRetry={() => location.reload()} />
    ) : (
      <Empty title={copy.errors.page.text}>
        <p className="font-mono text-xs">{error instanceof Error ? error.message : String(error)}</p>
        <Button look="primary" onClick={() => location.reload()}>
          {copy.actions.reload}
        </Button>
      </Empty>
    )}
  </>
);
