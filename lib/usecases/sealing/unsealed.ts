import type { AuditEvent } from '../../contract/audit.ts';
import { lookBackFrom, looksFar, nextFrom } from '../../domain/seals/periods.ts';
import { type ChainHead, EVENTS_PER_SEAL_MAX, sortKeyOf } from '../../domain/seals/seal.ts';
import { iso } from '../../domain/time.ts';
import type { Store } from '../../ports/store.ts';
import { backAlong, sealedSince } from './sealed.ts';

type Reading = Pick<Store, 'readAuditSpan' | 'readSeals'>;

const PAGE = 500;

/** `lookedBackAt`: when it was looked for far back, where it was. */
export type Late = { readonly events: readonly AuditEvent[]; readonly lookedBackAt?: string };

/** What happened in a time that is sealed, and came after its seal, as far back as this run looks. */
export const lateEvents = async (store: Reading, chain: ChainHead | undefined, now: Date): Promise<Late> => {
  if (chain === undefined) return { events: [] };
  const since = lookBackFrom(now, chain);
  const to = nextFrom(chain, since);
  const sealed = await sealedSince(store, chain, since);
  const late: AuditEvent[] = [];
  let after: string | undefined = since;
  while (after !== undefined && after < to) {
    const page: Awaited<ReturnType<Reading['readAuditSpan']>> = await store.readAuditSpan({ after, to, limit: PAGE });
    late.push(...page.events.filter(({ eventId }) => !sealed.has(eventId)));
    after = page.next;
  }
  return { events: late, ...(looksFar(now, chain) ? { lookedBackAt: iso(now) } : {}) };
};

/** The first events of what comes next, one more than a seal takes. */
export const nextEvents = async (
  store: Reading,
  chain: ChainHead | undefined,
  { from, due }: { readonly from: string; readonly due: string },
): Promise<readonly AuditEvent[]> => {
  const limit = EVENTS_PER_SEAL_MAX + 1;
  const events: AuditEvent[] = [];
  let after: string | undefined = chain?.more ? await partEnd(store, chain) : from;
  while (after !== undefined && after < due && events.length < limit) {
    const page: Awaited<ReturnType<Reading['readAuditSpan']>> = await store.readAuditSpan({
      after,
      to: due,
      limit: limit - events.length,
    });
    events.push(...page.events);
    after = page.next;
  }
  return events;
};

/** How far a period is sealed of which a part is. What came before that since then came late. */
const partEnd = async (store: Reading, chain: ChainHead): Promise<string> => {
  for await (const { header, entries } of backAlong(store, chain)) {
    if (header.from !== chain.from || header.to !== chain.to) break;
    const last = entries.findLast(({ late }) => !late);
    if (last) return sortKeyOf(last);
  }
  return chain.from;
};
