/** Where a code is described in the API reference. */
export const problemAnchor = (code: string): string => `problem-${code.toLowerCase().replaceAll('_', '-')}`;

/** The `type` of a problem: a link that leads to its description. */
export const problemType = (code: string): string => `/docs#${problemAnchor(code)}`;
