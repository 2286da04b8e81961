import { type ErrorComponentProps, Link } from '@tanstack/react-router';
import { ProblemError } from '../../../lib/contract/client.ts';
import { copy } from '../copy.ts';
import { Button, buttonClass } from '../kit/button.tsx';
import { Empty } from '../kit/notice.tsx';
import { PageHead } from '../kit/page.tsx';
import { Trouble } from '../kit/trouble.tsx';

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
