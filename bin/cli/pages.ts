import type { Page } from '../../lib/contract/list.ts';

type Cursor = { readonly cursor?: string };

/** Reads a list to its end, as one page. */
export const everyPage = async <Item>(
  read: (cursor: Cursor) => Promise<Page<Item>>,
  start: Cursor = {},
): Promise<Page<Item>> => {
  const items: Item[] = [];
  let cursor = start;
  for (;;) {
    const page = await read(cursor);
    items.push(...page.items);
    if (page.nextCursor === undefined) return { items };
    cursor = { cursor: page.nextCursor };
  }
};
