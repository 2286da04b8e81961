import type { ReactNode } from 'react';
import { ProblemError } from '../../../lib/contract/client.ts';
import { copy } from '../copy.ts';
import { Button } from './button.tsx';
import { CopyId } from './copy-id.tsx';
import { Empty } from './notice.tsx';

/** What an error means for the person, and the one thing to do about it. */
export const wordsFor = (error: Error): { title: string; text: string; hint?: string | undefined } => {
  if (!(error instanceof ProblemError)) return copy.errors.offline;
  const { problem, status } = error;
  if (status === 403) {
    return {
      title: problem?.title ?? copy.errors.forbidden.title,
      text: problem?.detail ?? copy.errors.forbidden.text,
      hint: problem?.hint,
    };
  }
  if (status === 404) return { ...copy.errors.notFound, hint: problem?.hint };
  if (problem) return { title: problem.title, text: problem.detail, hint: problem.hint };
  if (status === 401) return copy.errors.notAccepted;
  return status === 429 ? copy.errors.tooMany : copy.errors.fault;
};

/** The plane accepts no token of this sign-in: only a new one helps, and any page begins it. */
export const needsSignIn = (error: Error): boolean => error instanceof ProblemError && error.status === 401;

type TroubleProps = { error: Error; onRetry?: (() => void) | undefined; children?: ReactNode };

/** A section that could not be shown: what happened, what to do, and the request id to hand on. */
export const Trouble = ({ error, onRetry, children }: TroubleProps) => {
  const { title, text, hint } = wordsFor(error);
  const requestId = error instanceof ProblemError ? error.requestId : undefined;
  const again = onRetry && !(error instanceof ProblemError && (error.status === 403 || error.status === 404));
  return (
    <div role="alert">
      <Empty title={title}>
        <p>{text}</p>
        {hint && <p>{hint}</p>}
        {needsSignIn(error) ? (
          <Button onClick={() => location.reload()}>{copy.signIn.signIn}</Button>
        ) : (
          again && <Button onClick={onRetry}>{copy.actions.tryAgain}</Button>
        )}
        {children}
        {requestId && <CopyId id={requestId} label={copy.errors.requestId} />}
      </Empty>
    </div>
  );
};
