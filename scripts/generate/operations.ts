import type { Route } from '../../lib/contract/route.ts';
import { routes } from '../../lib/contract/routes.ts';

/** The browser client's table: methods and paths only, so that no schema is shipped with it. */
export const renderOperations = (): string => {
  const lines = Object.values<Route>(routes)
    .filter((route) => route.path !== '$default')
    .map((route) => {
      const flags = `${route.mutation ? ', mutation: true' : ''}${route.signedTwin ? ', signedTwin: true' : ''}${route.inLines ? ', inLines: true' : ''}`;
      return `  '${route.operation}': { method: '${route.method}', path: '${route.path}'${flags} },`;
    });
  return [
    '// Generated from lib/contract/routes.ts by `npm run generate`. Do not edit.',
    'export const operationTable = {',
    ...lines,
    '} as const;',
    '',
  ].join('\n');
};
