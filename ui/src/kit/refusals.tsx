import { ProblemError } from '../../../lib/contract/client.ts';
import type { Refusal } from '../../../lib/contract/problem.ts';
import { refusalWords } from '../copy/refusal.ts';
import { copy } from '../copy.ts';
import { Button } from './button.tsx';
import { CopyId } from './copy-id.tsx';
import { RefusalDetail } from './refusal-detail.tsx';
import { needsSignIn, wordsFor } from './trouble.tsx';

/** In one sentence what is no refusal of the rules. */
const wordsOf = (error: Error): string => {
  if (!(error instanceof ProblemError)) return refusalWords.unanswered;
  const { title, text, hint = '' } = wordsFor(error);
  return `${title}. ${text} ${hint}`;
};

type RefusalListProps = { refusals: readonly Refusal[] };

/** Every reason in rule order: what stands in the way, what to do about it, and from when it would pass. */
export const RefusalList = ({ refusals }: RefusalListProps) => (
  <ul className="grid gap-2.5">
    {refusals.map((refusal) => (
      <li key={refusal.code + refusal.message}>
        <p className="font-medium wrap-anywhere">{refusal.message}</p>
        <RefusalDetail refusal={refusal} />
      </li>
    ))}
  </ul>
);

/** Why an action of the person was not carried out, or that nobody knows; said at once. */
export const Refusals = ({ error }: { error: Error }) => {
  const requestId = error instanceof ProblemError ? error.requestId : undefined;
  const refusals = (error instanceof ProblemError && error.problem?.refusals) || [];
  return (
    <div role="alert" className="mt-4 grid gap-1.5 rounded-md border border-bad-line bg-bad-soft p-3 text-sm">
      {refusals.length > 0 ? <RefusalList refusals={refusals} /> : <p>{wordsOf(error)}</p>}
      {needsSignIn(error) && (
        <Button className="w-fit" onClick={() => location.reload()}>
          {copy.signIn.signIn}
        </Button>
      )}
      {requestId && <CopyId id={requestId} label={copy.errors.requestId} />}
    </div>
  );
};
