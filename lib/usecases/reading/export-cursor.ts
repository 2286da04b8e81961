import { InvalidCursor } from '../../ports/store.ts';

/** Where a page of a whole export ends: in the events, in the seals, and which seal was the newest when it began. */
export type ExportPlace = {
  /** `undefined` once all events were told. */
  readonly after: string | undefined;
  readonly nextSeal: number;
  readonly lastSeal: number;
};

const PLACE = /^([^~]+)~(\d{1,12})~(\d{1,12})$/;
/** An instant, or the place of an event: its instant and its id, which may be any text. */
const POSITION = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z)(?:#.+)?$/s;
const OVER = '-';

/** Of plain letters only, because it travels in a header. */
export const writePlace = ({ after, nextSeal, lastSeal }: ExportPlace): string =>
  `${after === undefined ? OVER : encodeURIComponent(after).replaceAll('~', '%7E')}~${nextSeal}~${lastSeal}`;

/** Throws `InvalidCursor`. */
export const readPlace = (cursor: string): ExportPlace => {
  const [, after = '', nextSeal, lastSeal] = PLACE.exec(cursor) ?? [];
  const position = after === OVER ? undefined : decoded(after);
  if (position === '' || nextSeal === undefined) throw new InvalidCursor('The cursor is not one of this export');
  return { after: position, nextSeal: Number(nextSeal), lastSeal: Number(lastSeal) };
};

/** Empty for what is no position. */
const decoded = (after: string): string => {
  try {
    const position = decodeURIComponent(after);
    const [, instant = ''] = POSITION.exec(position) ?? [];
    return Number.isNaN(Date.parse(instant)) ? '' : position;
  } catch {
    return '';
  }
};
