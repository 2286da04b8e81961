/** Row prefix of a table's items. */
export const itemRows = (table: string): string => `item-${table}~`;

/** Row prefix of one secondary index; type is `Global` or `Local`. */
export const indexRows = (type: string, table: string, index: string): string =>
  `index-${type.toLowerCase()}~${table}~${index}~`;

export const TABLE_ROWS = 'table~';
export const TOKEN_ROWS = 'token~';

export const tableRow = (table: string): string => `${TABLE_ROWS}${table}`;
export const ttlRow = (table: string): string => `ttl~${table}`;
export const streamRows = (table: string): string => `stream~${table}~`;
export const streamHeadRow = (table: string): string => `stream-head~${table}`;
export const positionRows = (table: string): string => `position~${table}~`;
export const deadLetterRows = (table: string, consumer: string): string => `dead-letter~${table}~${consumer}~`;

/** The range that holds every row with the prefix. Rows are ASCII apart from the names callers choose. */
export const within = (prefix: string): { gte: string; lt: string } => ({ gte: prefix, lt: `${prefix}\uffff` });
