import * as z from 'zod';

export const LIST_LIMIT_MAX = 200;
export const LIST_LIMIT_DEFAULT = 50;

/** Query parameters of every list. */
export const pageQuery = {
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(LIST_LIMIT_MAX)
    .default(LIST_LIMIT_DEFAULT)
    .describe('How many a page holds at most'),
  cursor: z.string().max(1024).optional().describe('`nextCursor` of the page before; good for the same filters only'),
};

/** A page of lines of one kind or several. */
export const linesOf = <Line extends z.ZodType>(line: Line) =>
  z.object({ lines: z.array(line), nextCursor: z.string().optional() });

/** A page of `item`: a stable order, and a cursor while there is more. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().optional() });

export type Page<Item> = { items: Item[]; nextCursor?: string | undefined };
