import { deliveryGroupsUpdate } from '../../../lib/contract/routes/deliveryGroups/update.ts';
import { mutationEndpoint } from '../../../lib/http/endpoint.ts';
import { updateDeliveryGroup } from '../../../lib/usecases/configure/groups.ts';
import { clock, ids, store } from '../../live.ts';

export const handler = mutationEndpoint(deliveryGroupsUpdate, { store, clock, ids }, (request) =>
  updateDeliveryGroup({ store: store(), clock: clock(), ids: ids() }, request),
);
