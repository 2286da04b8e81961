import { Link } from '@tanstack/react-router';
import type { DeliveryGroup } from '../../../../lib/contract/delivery-group.ts';
import { useMe } from '../../api/me.ts';
import { beginningWords as words } from '../../copy/beginning.ts';
import { buttonClass } from '../../kit/button.tsx';
import { CopyId } from '../../kit/copy-id.tsx';
import { Empty, Notice } from '../../kit/notice.tsx';

/** On a plane where nothing has run: what to do first. */
export const FirstStep = ({ groups }: { groups: readonly DeliveryGroup[] }) => {
  const { deployReason } = useMe();
  const own = groups.find((group) => group.services.length > 0 && !deployReason(group));
  const name = own?.services.toSorted()[0];
  if (!groups.some(({ services }) => services.length > 0)) return null;
  return (
    <div className="mb-4">
      <Notice tone="calm" icon="deployments" title={<h2 className="text-sm">{words.firstTitle}</h2>}>
        <p className="text-sm text-ink-2">{name ? words.first : words.firstOther}</p>
        {name && (
          <Link to="/services/$name/deploy" params={{ name }} className={`mt-2 ${buttonClass('primary')}`}>
            {words.firstDeploy(name)}
          </Link>
        )}
      </Notice>
    </div>
  );
};

/** Nothing is configured: where services come from. */
export const NoServices = () => {
  const { isAdmin } = useMe();
  return (
    <Empty title={words.emptyTitle}>
      <p>{isAdmin ? words.emptyAdmin : words.emptyOther}</p>
      {isAdmin && <CopyId id={words.emptyCommand} label="" />}
    </Empty>
  );
};
