import { deliveryGroupsCreate } from '../../../lib/contract/routes/deliveryGroups/create.ts';
import { mutationEndpoint } from '../../../lib/http/endpoint.ts';
import { createDeliveryGroup } from '../../../lib/usecases/configure/groups.ts';
import { clock, ids, store } from '../../live.ts';

export const handler = mutationEndpoint(deliveryGroupsCreate, { store, clock, ids }, (request) =>
  createDeliveryGroup({ store: store(), clock: clock(), ids: ids() }, request),
);
