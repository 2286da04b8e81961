import type { AuditEvent, AuditType } from '../../../lib/contract/audit.ts';
import { LIST_LIMIT_MAX, type Page } from '../../../lib/contract/list.ts';
import { exitCodes } from '../exit-codes.ts';
import { asFields } from '../fields.ts';
import { everyPage } from '../pages.ts';
import type { Session } from '../session.ts';
import { cut, table } from '../text/table.ts';

export type Filters = {
  readonly from?: string;
  readonly to?: string;
  readonly group?: string;
  readonly targetId?: string;
  readonly actorId?: string;
  readonly type?: AuditType;
};
type Options = Filters & { readonly limit: number; readonly cursor?: string; readonly all?: boolean };

export const listEvents = async (session: Session, { all, cursor, limit, ...filters }: Options): Promise<number> => {
  const query = { ...asFields(filters), limit: all ? LIST_LIMIT_MAX : limit };
  const start = cursor === undefined ? {} : { cursor };
  const read = (at: { cursor?: string }) => session.client.audit.list({ query: { ...query, ...at } });
  const page = all ? await everyPage(read, start) : await read(start);
  session.show(page, () => eventsText(page, session));
  return exitCodes.ok;
};

const eventsText = ({ items, nextCursor }: Page<AuditEvent>, { paint, when }: Session): string => {
  const rows = items.map(({ timestamp, eventType, outcome, actorId, summary }) => [
    when(timestamp),
    eventType,
    paint(outcome === 'SUCCESS' ? 'good' : 'bad', outcome),
    actorId,
    cut(summary, 80),
  ]);
  const list = rows.length === 0 ? 'Nothing.' : table(['AT', 'WHAT', 'OUTCOME', 'BY', 'SUMMARY'], rows);
  return nextCursor === undefined ? list : `${list}\n${paint('quiet', `More: --cursor ${nextCursor}, or --all`)}`;
};
