import type { AuditEvent } from '../../contract/audit.ts';
import type { Page } from '../../contract/list.ts';
import type { SealedHead } from '../../contract/seal.ts';
import { sealedHeadOf } from '../../domain/seals/seal.ts';
import type { AuditQuery, PageQuery } from '../../ports/store.ts';
import { answer, type Result } from '../result.ts';
import type { World } from '../world.ts';

/** Who did what, newest first. */
export const listAudit = async (
  { store }: Pick<World, 'store'>,
  query: AuditQuery & PageQuery,
): Promise<Result<Page<AuditEvent>>> => answer(await store.listAudit(query));

/** Where the chain of seals ends. */
export const readHead = async ({
  store,
}: Pick<World, 'store'>): Promise<Result<{ readonly newest: SealedHead | null }>> => {
  const { chain } = await store.read({ chain: 'plane' });
  const [seal] = chain ? await store.readSeals([chain.sequence]) : [];
  return answer({ newest: seal ? sealedHeadOf(seal) : null });
};
