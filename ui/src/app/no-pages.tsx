import type { ProblemError } from '../../../lib/contract/client.ts';
import { personWords as words } from '../copy/person.ts';
import { copy } from '../copy.ts';
import { CopyId } from '../kit/copy-id.tsx';
import { Empty } from '../kit/notice.tsx';
import { PageHead } from '../kit/page.tsx';

/** Signed in, but without a role that may see these pages. */
export const NoPages = ({ refusal }: { refusal: ProblemError | undefined }) => {
  const title = refusal ? words.noRoleTitle : words.noPagesTitle;
  const hint = refusal ? (refusal.problem?.hint ?? words.noRole) : words.noPages;
  return (
    <>
      <PageHead tab={title} title={title} />
      <Empty title={hint}>
        {refusal?.requestId && <CopyId id={refusal.requestId} label={copy.errors.requestId} />}
      </Empty>
    </>
  );
};
