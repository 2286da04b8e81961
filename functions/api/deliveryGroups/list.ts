import { deliveryGroupsList } from '../../../lib/contract/routes/deliveryGroups/list.ts';
import { readEndpoint } from '../../../lib/http/endpoint.ts';
import { listDeliveryGroups } from '../../../lib/usecases/reading/configuration.ts';
import { clock, ids, store } from '../../live.ts';

export const handler = readEndpoint(deliveryGroupsList, { store, clock, ids }, ({ query }) =>
  listDeliveryGroups({ store: store() }, query),
);
