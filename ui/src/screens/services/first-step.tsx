import { Link } from '@tanstack/react-router';
import type { DeliveryGroup } from '../../../../lib/contract/delivery-group.ts';
import { useMe } from '../../api/me.ts';
import { copy } from '../../copy.ts';
import { buttonClass } from '../../kit/button.tsx';
import { Notice } from '../../kit/notice.tsx';

/** On a plane where nothing has run: what to do first. */
export const FirstStep = ({ groups }: { groups: readonly DeliveryGroup[] }) => {
  const { deployReason } = useMe();
  const own = groups.find((group) => group.services.length > 0 && !deployReason(group));
  const name = own?.services.toSorted()[0];
  if (!groups.some(({ services }) => services.length > 0)) return null;
  return (
    <div className="mb-4">
      <Notice tone="calm" icon="deployments" title={<h2 className="text-sm">{copy.services.firstTitle}</h2>}>
        <p className="text-sm text-ink-2">{name ? copy.services.first : copy.services.firstOther}</p>
        {name && (
          <Link to="/services/$name/deploy" params={{ name }} className={`mt-2 ${buttonClass('primary')}`}>
            {copy.services.firstDeploy(name)}
          </Link>
        )}
      </Notice>
    </div>
  );
};
