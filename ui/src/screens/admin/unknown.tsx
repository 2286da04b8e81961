import { adminWords as words } from '../../copy/admin.ts';
import { buttonClass } from '../../kit/button.tsx';
import { Empty } from '../../kit/notice.tsx';
import { PageHead } from '../../kit/page.tsx';
import { AreaLink } from '../../objects/area-link.tsx';

/** A link that leads to no page for admins. */
export const UnknownPage = () => (
  <>
    <PageHead tab={words.title} title={words.title} />
    <Empty title={words.unknown}>
      <AreaLink area="admin" className={buttonClass()}>
        {words.toOverview}
      </AreaLink>
    </Empty>
  </>
);
