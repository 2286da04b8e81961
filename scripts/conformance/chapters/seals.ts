import { sealTools } from '../../../bin/cli/audit/tools.ts';
import { LINES } from '../../../lib/contract/lines.ts';
import { type AuditLine, auditLine, type SealedHead } from '../../../lib/contract/seal.ts';
import { verifyExport } from '../../../lib/domain/seals/verify-export.ts';
import { answered, holds, Skipped } from '../claims.ts';
import { soon } from '../configuring.ts';
import type { Chapter } from '../invariant.ts';
import { create, get, intentOf, NOTHING } from '../requests.ts';
import type { Suite } from '../suite.ts';

const FORBIDDEN = { status: 403, code: 'ROLE_FORBIDDEN' } as const;
const EXPORTS = 'test/usecases/sealing/export.test.ts';
const AUTHORITY = 'test/authority/authority.test.ts';

/** Enough for every seal and event of an hour; a plane that goes on for longer is not asked any more. */
const PAGES_MAX = 60;
const LOOK_BACK_MS = 3_600_000;
/** A plane whose clock runs faster seals its first period while somebody waits. */
const SEALS_WITHIN_SECONDS = 120;

type Range = { readonly from?: string; readonly to: string };

/** All lines of a time, in pages of so many events. Throws a Breach when one is no line of the contract. */
const exported = async (suite: Suite, range: Range, limit: number): Promise<readonly AuditLine[]> => {
  const lines: AuditLine[] = [];
  let cursor: string | undefined;
  for (let page = 1; page === 1 || cursor !== undefined; page += 1) {
    holds(page <= PAGES_MAX, `An export of ${range.from ?? 'the beginning'} to ${range.to} must end`, `${page} pages`);
    const query = { ...range, limit, ...(cursor !== undefined && { cursor }) };
    const told = await suite.as('admin').audit.export({ query });
    for (const line of told.lines) {
      holds(auditLine.safeParse(line).success, 'Each line must be one of the contract', line);
      lines.push(line);
    }
    cursor = told.nextCursor;
  }
  return lines;
};

const idsOf = (lines: readonly AuditLine[]): readonly string[] =>
  lines.flatMap((line) => (line.type === 'event' ? [line.event.eventId] : []));

const newestSeal = async (suite: Suite): Promise<SealedHead> => {
  const found = await soon(
    SEALS_WITHIN_SECONDS,
    async () => (await suite.as('admin').audit.head()).newest ?? undefined,
  );
  if (!found) throw new Skipped('Nothing of the audit record is sealed yet');
  return found;
};

export const seals: Chapter = {
  id: 'SEAL',
  title: 'Sealed evidence',
  about: 'The audit record is handed out with what proves it, so that nobody has to believe the plane.',
  invariants: [
    {
      id: 'GOV-SEAL-01',
      title: 'Evidence is handed to admins only',
      given: 'an owner and an observer',
      when: 'they ask for an export of the audit record, with and without a filter for what is theirs, or for its newest seal',
      promise: 'they are refused by their role, and told no line of it',
      answers: [FORBIDDEN],
      needs: ['owner', 'observer'],
      tests: [AUTHORITY],
      check: async ({ ask, as }) => {
        for (const who of ['owner', 'observer'] as const) {
          const { actor } = await as(who).identity.whoami();
          const own = `/v1/audit/export?actorId=${encodeURIComponent(actor.id)}`;
          for (const path of ['/v1/audit/export', own, '/v1/audit/head'])
            answered(await ask(who, get(path)), FORBIDDEN);
        }
      },
    },
    {
      id: 'GOV-SEAL-02',
      title: 'An export proves itself, wherever it lies',
      given: 'the newest seal of the plane, and an export of the hour before it',
      when: 'digests, signatures, the chain of seals and the place of each event in its seal are computed anew',
      promise: 'nothing was changed, left out, put in or put in another order, and the chain leads to that seal',
      answers: [{ status: 200 }],
      needs: ['admin'],
      tests: ['test/domain/seals/tampering.test.ts', EXPORTS],
      check: async (suite) => {
        const newest = await newestSeal(suite);
        const { from: begins, to } = newest.header;
        const from = new Date(Date.parse(begins) - LOOK_BACK_MS).toISOString();
        const lines = await exported(suite, { from, to }, 200);
        const heads = [{ type: 'seal' as const, ...newest }];
        const { findings } = verifyExport(sealTools, onceEach(lines), { heads });
        const found = findings.map(({ sentence }) => sentence);
        holds(found.length === 0, 'The export must prove itself', found);
        const sequences = lines.flatMap((line) => (line.type === 'seal' ? [line.header.sequence] : []));
        const { sequence } = newest.header;
        holds(sequences.includes(sequence), `Seal ${sequence} must be in the export`, sequences);
      },
    },
    {
      id: 'GOV-SEAL-03',
      title: 'An export goes on where its page ended',
      given: 'the audit record until now',
      when: 'it is exported in small pages and in large ones',
      promise:
        'each page but the last says where the next one begins, and both hold the same events in the same order, once each',
      answers: [{ status: 200 }],
      needs: ['owner', 'admin'],
      tests: [EXPORTS],
      check: async (suite) => {
        await suite.ask('owner', create({ ...intentOf(await suite.place()), service: NOTHING }));
        const { items } = await suite.as('admin').audit.list({ query: { limit: 12 } });
        const [to, from] = [items[0]?.timestamp, items.at(-1)?.timestamp];
        if (to === undefined || from === undefined || to === from) throw new Skipped('There are too few events');
        const whole = idsOf(await exported(suite, { from, to }, 200));
        const type = suite.seen.at(-1)?.headers.get('content-type');
        holds(type === LINES, `An export must be ${LINES}`, type);
        const pages = idsOf(await exported(suite, { from, to }, Math.max(1, Math.floor(whole.length / 3))));
        holds(whole.length > 0, 'There must be events', 'none');
        holds(pages.join() === whole.join(), 'Pages must hold the same events as the whole', { pages, whole });
      },
    },
  ],
};

/** A page brings the seals that its events need, also those of another page. */
const onceEach = (lines: readonly AuditLine[]): readonly AuditLine[] => [
  ...new Map(
    lines.map((line, at) => [line.type === 'seal' ? `seal ${line.header.sequence} ${line.head}` : `${at}`, line]),
  ).values(),
];
