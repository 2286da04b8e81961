import * as z from 'zod';
import { auditEvent, auditType } from '../../audit.ts';
import { pageOf, pageQuery } from '../../list.ts';
import { route } from '../../route.ts';
import { instant, slug } from '../../values.ts';

export const auditList = route({
  operation: 'audit.list',
  method: 'GET',
  path: '/v1/audit/events',
  permission: 'admin',
  summary: 'Who did what, newest first',
  query: z.strictObject({
    from: instant.optional(),
    to: instant.optional(),
    deliveryGroupId: slug.optional(),
    targetId: z.string().max(256).optional(),
    actorId: z.string().max(256).optional(),
    type: auditType.optional(),
    ...pageQuery,
  }),
  status: 200,
  response: pageOf(auditEvent),
  problems: [],
});
