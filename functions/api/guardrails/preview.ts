import { guardrailsPreview } from '../../../lib/contract/routes/guardrails/preview.ts';
import { readEndpoint } from '../../../lib/http/endpoint.ts';
import { previewChange } from '../../../lib/usecases/preview/preview.ts';
import { clock, ids, store } from '../../live.ts';

export const handler = readEndpoint(guardrailsPreview, { store, clock, ids }, (request) =>
  previewChange({ store: store(), clock: clock() }, request),
);
