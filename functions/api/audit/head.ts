import { auditHead } from '../../../lib/contract/routes/audit/head.ts';
import { readEndpoint } from '../../../lib/http/endpoint.ts';
import { readHead } from '../../../lib/usecases/reading/audit.ts';
import { clock, ids, store } from '../../live.ts';

export const handler = readEndpoint(auditHead, { store, clock, ids }, () => readHead({ store: store() }));
