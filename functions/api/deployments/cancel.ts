import { abilitiesOf } from '../../../lib/contract/engines.ts';
import { deploymentsCancel } from '../../../lib/contract/routes/deployments/cancel.ts';
import { mutationEndpoint } from '../../../lib/http/endpoint.ts';
import { cancel } from '../../../lib/usecases/cancel.ts';
import { clock, ids, observer, store } from '../../live.ts';

export const handler = mutationEndpoint(deploymentsCancel, { store, clock, ids }, (request) =>
  cancel({ store: store(), clock: clock(), ids: ids(), observer: observer(), abilitiesOf }, request),
);
