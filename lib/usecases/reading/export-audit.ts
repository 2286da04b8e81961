import type { AuditLine, ExportLine } from '../../contract/seal.ts';
import type { Digest } from '../../domain/seals/digests.ts';
import { LOOK_BACK_SECONDS } from '../../domain/seals/periods.ts';
import { type ChainHead, lineOf, type Seal, sealedHeadOf } from '../../domain/seals/seal.ts';
import { iso, plusSeconds } from '../../domain/time.ts';
import type { AuditQuery, PageQuery, Store } from '../../ports/store.ts';
import { answer, type Result } from '../result.ts';
import type { World } from '../world.ts';
import { type ExportPlace, readPlace, writePlace } from './export-cursor.ts';
import { prove } from './export-proofs.ts';

type Needs = Pick<World, 'store' | 'clock'> & { readonly digest: Digest };
type Query = AuditQuery & PageQuery;
type Lines = { readonly lines: AuditLine[]; readonly nextCursor?: string };

/**
 * The audit record with what proves it: without a filter all events and seals of a time, so that what is missing shows;
 * with one, the events that it leaves and no more of their seals than their proofs need.
 */
export const exportAudit = async (needs: Needs, query: Query): Promise<Result<Lines>> => {
  const { chain, settings } = await needs.store.read({ chain: 'plane', settings: 'plane' });
  const claim = query.cursor === undefined ? [await claimOf(needs, query, chain)] : [];
  const isWhole = Object.keys(filtersOf(query)).length === 0;
  const page = isWhole
    ? await wholePage(needs, query, { chain, origin: settings?.createdAt ?? iso(needs.clock.now()) })
    : await chosenPage(needs, query, chain);
  return answer({ ...page, lines: [...claim, ...page.lines] });
};

const filtersOf = ({ deliveryGroupId, targetId, actorId, type }: AuditQuery): Record<string, string> =>
  Object.fromEntries(
    Object.entries({ deliveryGroupId, targetId, actorId, type }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );

const claimOf = async ({ store, clock }: Needs, query: Query, chain: ChainHead | undefined): Promise<ExportLine> => {
  const { from, to } = query;
  const [newest] = chain ? await store.readSeals([chain.sequence]) : [];
  return {
    type: 'export',
    at: iso(clock.now()),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    filters: filtersOf(query),
    ...(newest ? { head: sealedHeadOf(newest) } : {}),
  };
};

const chosenPage = async (needs: Needs, query: Query, chain: ChainHead | undefined): Promise<Lines> => {
  const { items, nextCursor } = await needs.store.listAudit(query);
  const { lines, seals } = await prove(needs, items, { known: [], lastSeal: chain?.sequence ?? 0 });
  return {
    lines: [...seals.map((seal) => lineOf(seal, 'header')), ...lines],
    ...(nextCursor === undefined ? {} : { nextCursor }),
  };
};

/** Seals of a page beside its events; the rest of them are on pages of their own, after the events. */
const SEALS_AT_ONCE = 20;
/** Clocks differ a little: what was written by one that is ahead is there already. */
const CLOCK_SKEW_SECONDS = 600;

type Begin = { readonly chain: ChainHead | undefined; readonly origin: string };

const wholePage = async (needs: Needs, query: Query, { chain, origin }: Begin): Promise<Lines> => {
  const { store, clock } = needs;
  const to = query.to ? iso(new Date(query.to)) : iso(plusSeconds(clock.now(), CLOCK_SKEW_SECONDS));
  const from = iso(query.from ? new Date(query.from) : plusSeconds(origin, -LOOK_BACK_SECONDS.hourly));
  const place = query.cursor === undefined ? await beginning(store, from, chain) : readPlace(query.cursor);
  const { after, nextSeal, lastSeal } = place;
  const [{ events, next }, seals] = await Promise.all([
    after === undefined || after >= to
      ? { events: [], next: undefined }
      : store.readAuditSpan({ after, to, limit: query.limit }),
    sealsBefore(store, to, place),
  ]);
  const proven = await prove(needs, events, { known: seals, lastSeal });
  // What came too late for its time may be in a seal after it, which comes along for the proof.
  const beyond = proven.seals.filter(({ header }) => Date.parse(header.from) >= Date.parse(to));
  const all = { after: next, nextSeal: nextSeal + seals.length, lastSeal };
  const isOver = next === undefined && (seals.length < SEALS_AT_ONCE || all.nextSeal > lastSeal);
  return {
    lines: [...[...seals, ...beyond].map((seal) => lineOf(seal, 'all')), ...proven.lines],
    ...(isOver ? {} : { nextCursor: writePlace(all) }),
  };
};

const sealsBefore = async (store: Store, to: string, { nextSeal, lastSeal }: ExportPlace): Promise<readonly Seal[]> => {
  const count = Math.max(0, Math.min(SEALS_AT_ONCE, lastSeal - nextSeal + 1));
  const seals = await store.readSeals(Array.from({ length: count }, (_, index) => nextSeal + index));
  // The first one tells of any time before it that nothing was sealed of it.
  return seals.filter(({ header }) => header.sequence === 1 || Date.parse(header.from) < Date.parse(to));
};

/** The first seal that ends after the instant is found by halving the chain: seals end one after the other. */
const beginning = async (store: Store, from: string, chain: ChainHead | undefined): Promise<ExportPlace> => {
  const lastSeal = chain?.sequence ?? 0;
  let [low, high] = [1, lastSeal + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [seal] = await store.readSeals([middle]);
    if (seal && Date.parse(seal.header.to) > Date.parse(from)) high = middle;
    else low = middle + 1;
  }
  return { after: from, nextSeal: low, lastSeal };
};
