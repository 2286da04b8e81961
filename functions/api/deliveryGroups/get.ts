import { deliveryGroupsGet } from '../../../lib/contract/routes/deliveryGroups/get.ts';
import { readEndpoint } from '../../../lib/http/endpoint.ts';
import { getDeliveryGroup } from '../../../lib/usecases/reading/configuration.ts';
import { clock, ids, store } from '../../live.ts';

export const handler = readEndpoint(deliveryGroupsGet, { store, clock, ids }, ({ params }) =>
  getDeliveryGroup({ store: store() }, params.groupId),
);
