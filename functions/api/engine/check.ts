import { engineCheck } from '../../../lib/contract/routes/engine/check.ts';
import { readEndpoint } from '../../../lib/http/endpoint.ts';
import { checkEngine } from '../../../lib/usecases/reading/engine-check.ts';
import { clock, engineTrial, ids, store } from '../../live.ts';

export const handler = readEndpoint(engineCheck, { store, clock, ids }, ({ body }) => checkEngine(engineTrial, body));
