import { InvalidCursor } from '../../ports/store.ts';

/** Where a page of a whole export ends: in the events, in the seals, and which seal was the newest when it began. */
export type ExportPlace = {
  /** `undefined` once all events were told. */
  readonly after: string | undefined;
  readonly nextSeal: number;
  readonly lastSeal: number;
};

const INSTANT = String.raw`\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z`;
const PLACE = new RegExp(`^(-|${INSTANT}(?:#[\\x21-\\x7d]{1,128})?)~(\\d{1,12})~(\\d{1,12})$`);

export const writePlace = ({ after, nextSeal, lastSeal }: ExportPlace): string =>
  `${after ?? '-'}~${nextSeal}~${lastSeal}`;

/** Throws `InvalidCursor`. */
export const readPlace = (cursor: string): ExportPlace => {
  const [, after = '', nextSeal, lastSeal] = PLACE.exec(cursor) ?? [];
  const isInstant = after === '-' || !Number.isNaN(Date.parse(after.split('#')[0] ?? ''));
  if (nextSeal === undefined || !isInstant) throw new InvalidCursor('The cursor is not one of this export');
  return { after: after === '-' ? undefined : after, nextSeal: Number(nextSeal), lastSeal: Number(lastSeal) };
};
