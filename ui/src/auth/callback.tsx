import { useEffect } from 'react';
import { copy } from '../copy.ts';
import { Button } from '../kit/button.tsx';
import { Empty } from '../kit/notice.tsx';

/** Shown for the moment in which the sign-in is completed. */
export const SigningIn = () => (
  <p role="status" className="p-8 text-center text-sm text-ink-2">
    {copy.signIn.underWay}
  </p>
);

/** The issuer refused, or cannot be reached. */
export const SignInFailed = ({ error }: { error: unknown }) => {
  useEffect(() => {
    document.title = copy.signIn.failedTitle;
  }, []);
  return (
    <main className="mx-auto max-w-xl p-6">
      <h1 className="sr-only">{copy.signIn.failedTitle}</h1>
      <Empty title={copy.signIn.failedTitle}>
        <p>{copy.signIn.failed}</p>
        <p className="font-mono text-xs text-ink-3">{error instanceof Error ? error.message : String(error)}</p>
        <Button look="primary" onClick={() => location.assign('/')}>
          {copy.actions.tryAgain}
        </Button>
      </Empty>
    </main>
  );
};
