/** Answers with one JSON value a line. */
export const LINES = 'application/x-ndjson';

/** The header in which such an answer says that there is more. */
export const NEXT_CURSOR = 'next-cursor';
