import type { AuditEvent } from '../../contract/audit.ts';
import { nextUtcMidnight } from '../../domain/time.ts';
import type { AuditSpan } from '../../ports/store.ts';
import type { Database } from './database.ts';
import { auditEventOf } from './documents.ts';
import { auditSortKey } from './index-entries.ts';
import { auditPartitions } from './keys.ts';
import { boundPast } from './sort-order.ts';

/** A request costs at most so many days of the past, each with a query a partition. */
const DAYS_AT_ONCE = 31;

type Span = { readonly events: readonly AuditEvent[]; readonly next?: string };

/**
 * Events in the order in which they happened, from the table itself: what was written is there at once, while an index
 * may lag.
 */
export const readAuditSpan = async (database: Database, { after, to, limit }: AuditSpan): Promise<Span> => {
  const events: AuditEvent[] = [];
  let position = after;
  for (let days = 0; days < DAYS_AT_ONCE && events.length < limit; days += 1) {
    if (position >= to) return { events };
    const day = position.slice(0, 10);
    const some = await readDay(database, { after: position, to, limit: limit - events.length });
    events.push(...some.events);
    if (some.next !== undefined) return { events, next: some.next };
    position = nextUtcMidnight(new Date(`${day}T00:00:00Z`));
  }
  return position >= to ? { events } : { events, next: position };
};

/** The day that the position is in, from there; its partitions are merged. */
const readDay = async (database: Database, { after, to, limit }: AuditSpan): Promise<Span> => {
  const bounds = { from: boundPast('ascending', after), to, descending: false, limit };
  if (bounds.from > to) return { events: [] };
  const pages = await Promise.all(
    auditPartitions(after.slice(0, 10)).map((partition) => database.query({ partition, ...bounds })),
  );
  const read = pages
    .flatMap(({ items }) => items.map(auditEventOf))
    .sort((a, b) => (auditSortKey(a) < auditSortKey(b) ? -1 : 1));
  // Beyond where one partition was left, others may have read what comes after something in it.
  const edge = pages.flatMap(({ last }) => last ?? []).sort()[0];
  const known = edge === undefined ? read : read.filter((event) => auditSortKey(event) <= edge);
  const events = known.slice(0, limit);
  const last = events.at(-1);
  return last && (edge !== undefined || known.length > limit) ? { events, next: auditSortKey(last) } : { events };
};
