import { enginePipelines } from '../../../lib/contract/routes/engine/pipelines.ts';
import { readEndpoint } from '../../../lib/http/endpoint.ts';
import { listDefinitions } from '../../../lib/usecases/reading/engine-status.ts';
import { clock, engine, ids, store } from '../../live.ts';

export const handler = readEndpoint(enginePipelines, { store, clock, ids }, async ({ params }) =>
  listDefinitions({ engine: await engine() }, params.application),
);
