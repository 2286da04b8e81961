import { ProblemError } from '../../../lib/contract/client.ts';
import { reasonOf } from '../api/reason.ts';
import { copy } from '../copy.ts';
import { Button } from './button.tsx';
import { CopyId } from './copy-id.tsx';
import { needsSignIn, wordsFor } from './trouble.tsx';

const reasonsOf = (error: Error): string[] => {
  if (!(error instanceof ProblemError)) return [copy.errors.unanswered];
  const refusals = error.problem?.refusals ?? [];
  if (refusals.length > 0) return refusals.map(reasonOf);
  const { title, text, hint = '' } = wordsFor(error);
  return [`${title}. ${text} ${hint}`];
};

/** Why an action of the person was not carried out, or that nobody knows; said at once. */
export const Refusals = ({ error }: { error: Error }) => {
  const requestId = error instanceof ProblemError ? error.requestId : undefined;
  return (
    <div role="alert" className="mt-4 grid gap-1.5 rounded-md border border-bad-line bg-bad-soft p-3 text-sm">
      {reasonsOf(error).map((reason) => (
        <p key={reason}>{reason}</p>
      ))}
      {needsSignIn(error) && (
        <Button className="w-fit" onClick={() => location.reload()}>
          {copy.signIn.signIn}
        </Button>
      )}
      {requestId && <CopyId id={requestId} label={copy.errors.requestId} />}
    </div>
  );
};
