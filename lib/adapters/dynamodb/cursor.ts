import { InvalidCursor } from '../../ports/store.ts';

/**
 * A cursor names a list and a place in its order: the sort key of the last item seen, or of none when a walk stopped
 * between two months. It grants nothing, as filters and scope are applied to each page anew; so it is not signed, only
 * read strictly.
 */

const FORMAT = 1;

export type ListName = 'deployments' | 'inFlight' | 'unsettled' | 'audit' | 'builds' | Configuration;
type Configuration = 'services' | 'environments' | 'deliveryGroups' | 'recipes';

const MONTHLY = /^\d{4}-(0[1-9]|1[0-2])(-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z#[\x21-\x7e]{1,128})?$/;
const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;

const positions: Readonly<Record<ListName, RegExp>> = {
  deployments: MONTHLY,
  inFlight: MONTHLY,
  unsettled: MONTHLY,
  audit: MONTHLY,
  builds: /^[0-9A-Za-z.!~-]{0,800}#[\x21-\x7e]{1,128}$/,
  services: SLUG,
  environments: SLUG,
  deliveryGroups: SLUG,
  recipes: SLUG,
};

export const writeCursor = (list: ListName, position: string): string =>
  Buffer.from(JSON.stringify([FORMAT, list, position])).toString('base64url');

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The position in the cursor; throws `InvalidCursor` when it is not one of this list. */
export const readCursor = (list: ListName, cursor: string): string => {
  const content = parseJson(Buffer.from(cursor, 'base64url').toString('utf8'));
  const position: unknown = Array.isArray(content) ? content[2] : undefined;
  // Written again it must be the same text: one position has one cursor.
  if (typeof position !== 'string' || !positions[list].test(position) || writeCursor(list, position) !== cursor) {
    throw new InvalidCursor('The cursor is not one of this list');
  }
  return position;
};
