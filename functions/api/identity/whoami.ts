import { identityWhoami } from '../../../lib/contract/routes/identity/whoami.ts';
import { readEndpoint } from '../../../lib/http/endpoint.ts';
import { whoAmI } from '../../../lib/usecases/reading/plane.ts';
import { clock, ids, store } from '../../live.ts';

export const handler = readEndpoint(identityWhoami, { store, clock, ids }, ({ caller }) =>
  whoAmI({ store: store() }, caller),
);
