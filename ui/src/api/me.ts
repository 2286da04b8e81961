import { useQuery } from '@tanstack/react-query';
import { ProblemError } from '../../../lib/contract/client.ts';
import type { DeliveryGroup } from '../../../lib/contract/delivery-group.ts';
import { copy } from '../copy.ts';
import * as queries from './queries.ts';

/** What the person may do, as the API says; the pages only explain it. */
export const useMe = () => {
  const { data, error } = useQuery(queries.whoami);
  const role = data?.actor.role;
  const owns = (groupId: string | undefined) => !!groupId && !!data?.groupsOwned.includes(groupId);
  return {
    who: data,
    role,
    /** The refusal, where the person is known but has no role at all. */
    withoutRole: error instanceof ProblemError && error.problem?.code === 'AUTHZ_ROLE_REQUIRED' ? error : undefined,
    isAdmin: role === 'PLATFORM_ADMIN',
    /** Owners see the deployments of their own groups, everybody else all. */
    seesDeploymentsOf: (groupId: string | undefined) => role !== 'DELIVERY_OWNER' || owns(groupId),
    /** Why the person may not deploy there; undefined when they may. */
    deployReason: (group: DeliveryGroup | undefined): string | undefined => {
      if (!data) return copy.loading;
      if (!data.can.deploy) return copy.reasons.roleCannotDeploy(group?.owners ?? []);
      if (group && role === 'DELIVERY_OWNER' && !owns(group.id))
        return copy.reasons.otherGroup(group.name, group.owners);
      return undefined;
    },
  };
};
export type Me = ReturnType<typeof useMe>;
