import { auditList } from '../../../lib/contract/routes/audit/list.ts';
import { readEndpoint } from '../../../lib/http/endpoint.ts';
import { listAudit } from '../../../lib/usecases/reading/audit.ts';
import { clock, ids, store } from '../../live.ts';

export const handler = readEndpoint(auditList, { store, clock, ids }, ({ query }) =>
  listAudit({ store: store() }, query),
);
