import { servicesDeliveryStatus } from '../../../lib/contract/routes/services/deliveryStatus.ts';
import { readEndpoint } from '../../../lib/http/endpoint.ts';
import { getDeliveryStatus } from '../../../lib/usecases/reading/places.ts';
import { clock, ids, store } from '../../live.ts';

export const handler = readEndpoint(servicesDeliveryStatus, { store, clock, ids }, ({ params, query }) =>
  getDeliveryStatus({ store: store() }, { ...params, ...query }),
);
