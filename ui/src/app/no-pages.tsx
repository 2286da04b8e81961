import { useMe } from '../api/me.ts';
import { personWords as words } from '../copy/person.ts';
import { copy } from '../copy.ts';
import { CopyId } from '../kit/copy-id.tsx';
import { Empty } from '../kit/notice.tsx';
import { PageHead } from '../kit/page.tsx';

/** Signed in, but without a role that may see these pages. */
export const NoPages = () => {
  const { withoutRole } = useMe();
  const title = withoutRole ? words.noRoleTitle : words.noPagesTitle;
  const hint = withoutRole ? (withoutRole.problem?.hint ?? words.noRole) : words.noPages;
  return (
    <>
      <PageHead tab={title} title={title} />
      <Empty title={hint}>
        {withoutRole?.requestId && <CopyId id={withoutRole.requestId} label={copy.errors.requestId} />}
      </Empty>
    </>
  );
};
