import { ProblemError } from '../../../lib/contract/client.ts';
import { reasonOf } from '../api/reason.ts';
import { copy } from '../copy.ts';
import { CopyId } from './copy-id.tsx';

/** Why an action of the person was not carried out; said at once. */
export const Refusals = ({ error }: { error: Error }) => {
  const problem = error instanceof ProblemError ? error.problem : undefined;
  const requestId = error instanceof ProblemError ? error.requestId : undefined;
  const refusals = problem?.refusals ?? [];
  return (
    <div role="alert" className="mt-4 grid gap-1.5 rounded-md border border-bad-line bg-bad-soft p-3 text-sm">
      {refusals.length > 0 ? (
        refusals.map((refusal) => <p key={refusal.code + refusal.message}>{reasonOf(refusal)}</p>)
      ) : (
        <p>{problem ? `${problem.detail} ${problem.hint ?? ''}` : copy.errors.offline.text}</p>
      )}
      {requestId && <CopyId id={requestId} label={copy.errors.requestId} />}
    </div>
  );
};
