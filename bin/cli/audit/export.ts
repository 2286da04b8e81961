import { open } from 'node:fs/promises';
import { LIST_LIMIT_MAX } from '../../../lib/contract/list.ts';
import type { AuditLine } from '../../../lib/contract/seal.ts';
import { UsageError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { asFields } from '../fields.ts';
import type { Session } from '../session.ts';
import { counted } from '../text/counted.ts';
import type { Filters } from './list.ts';

type Options = Filters & { readonly out: string };

/** Page by page, so that a long record needs no more memory than a short one. */
export const exportRecord = async (session: Session, { out, ...filters }: Options): Promise<number> => {
  const file = await open(out, 'w').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${out} cannot be written: ${error.message}`);
  });
  try {
    const written = await writePages(session, filters, (text) => file.appendFile(text));
    session.show({ file: out, ...written }, () => {
      const next = session.paint('quiet', `Verify it: dxcp audit verify ${out}`);
      return `${out} holds ${counted(written.events, 'event')} and ${counted(written.seals, 'seal')}\n${next}`;
    });
    return exitCodes.ok;
  } finally {
    await file.close();
  }
};

const writePages = async (
  { client }: Session,
  filters: Filters,
  write: (text: string) => Promise<void>,
): Promise<{ readonly events: number; readonly seals: number }> => {
  const query = { ...asFields(filters), limit: LIST_LIMIT_MAX };
  const seals = new Set<number>();
  let events = 0;
  let cursor: string | undefined;
  do {
    const page = await client.audit.export({ query: { ...query, ...(cursor === undefined ? {} : { cursor }) } });
    const fresh = page.lines.filter((line) => isNew(line, seals));
    events += fresh.filter(({ type }) => type === 'event').length;
    await write(fresh.map((line) => `${JSON.stringify(line)}\n`).join(''));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return { events, seals: seals.size };
};

/** A page brings the seals that its events need, also those that came with another page. */
const isNew = (line: AuditLine, seals: Set<number>): boolean => {
  if (line.type !== 'seal') return true;
  const before = seals.size;
  return seals.add(line.header.sequence).size > before;
};
