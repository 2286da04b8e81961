import type { AuditEvent } from '../../contract/audit.ts';
import type { Page } from '../../contract/list.ts';
import type { AuditQuery, PageQuery } from '../../ports/store.ts';
import { answer, type Result } from '../result.ts';
import type { World } from '../world.ts';

/** Who did what, newest first. */
export const listAudit = async (
  { store }: Pick<World, 'store'>,
  query: AuditQuery & PageQuery,
): Promise<Result<Page<AuditEvent>>> => answer(await store.listAudit(query));
