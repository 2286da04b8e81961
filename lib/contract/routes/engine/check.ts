import { checkedConnection, proposedConnection } from '../../engine-check.ts';
import { route } from '../../route.ts';

export const engineCheck = route({
  operation: 'engine.check',
  method: 'POST',
  path: '/v1/admin/engine/check',
  permission: 'admin',
  summary: 'Tries the configured connection to the engine, or a proposed one, step by step; stores nothing',
  body: proposedConnection.optional(),
  status: 200,
  response: checkedConnection,
  problems: [],
  cli: 'dxcp engine check',
});
