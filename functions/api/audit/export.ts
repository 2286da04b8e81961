import { auditExport } from '../../../lib/contract/routes/audit/export.ts';
import { readEndpoint } from '../../../lib/http/endpoint.ts';
import { exportAudit } from '../../../lib/usecases/reading/export-audit.ts';
import { clock, digest, ids, store } from '../../live.ts';

export const handler = readEndpoint(auditExport, { store, clock, ids }, ({ query }) =>
  exportAudit({ store: store(), clock: clock(), digest }, query),
);
