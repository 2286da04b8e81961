import * as z from 'zod';
import { inOwnProcess } from './own-process.ts';
import { type Called, called, worstOf } from './round-trips/counts.ts';
import { type Cell, isMissed, type Section, type Table } from './section.ts';

const ADMISSION = /^deployments\.(create|rollback)$/;
const WRITE_UNITS_MAX = 40;
const PAGE_READ_UNITS_MAX = 15;

const held = (figure: number, atMost: number | undefined): Cell => (atMost === undefined ? figure : { figure, atMost });

/** Requests in sequence when warm: an admission reads and commits, everything that answers a record or a page reads once. */
const warmBar = (name: string, operations: readonly string[]): number | undefined => {
  if (ADMISSION.test(name)) return 2;
  if (/\.get$/.test(name)) return 1;
  // A page of an index may fetch what belongs to it by key.
  return /\.list$/.test(name) ? pageBar(operations) : undefined;
};
const pageBar = (operations: readonly string[]): number => (operations.includes('BatchGet') ? 2 : 1);

const othersOf = (others: readonly string[]): string =>
  [...Map.groupBy(others, (name) => name)]
    .map(([name, { length }]) => (length > 1 ? `${length} × ${name}` : name))
    .join(', ');

const rowOf = ({ name, caller, cold, warm }: Called): Table['rows'][number] => {
  const worst = worstOf(warm) ?? cold;
  return [
    name,
    caller,
    held(worst.depth, warmBar(name, worst.operations)),
    worst.requests,
    worst.readUnits,
    held(worst.writeUnits, ADMISSION.test(name) ? WRITE_UNITS_MAX : undefined),
    othersOf(worst.others),
    othersOf(worst.rateLimit),
    held(cold.depth, ADMISSION.test(name) ? 3 : undefined),
    cold.depthOfAll,
    othersOf(cold.others),
    othersOf(cold.rateLimit),
  ];
};

const pageRowOf = ({ name, caller, warm, cold }: Called): Table['rows'][number] => {
  const worst = worstOf(warm) ?? cold;
  return [
    name,
    caller,
    held(worst.depth, pageBar(worst.operations)),
    worst.requests,
    held(worst.readUnits, PAGE_READ_UNITS_MAX),
  ];
};

/** Why a route is beyond its bar, and what would bring it back. */
const reasons: Readonly<Record<string, string>> = {
  'deployments.list':
    'An owner is shown the own groups only, and whose they are may have changed a moment ago. Groups in the claims of the token would save the first request.',
  'deployments.rollback':
    'What is undone names its place, the place names the target, the target names the build; and two deployments are written, not one. A record that keeps what it replaced would have the build read with the place.',
  'running.list':
    'How many services fill a page depends on the environments of the groups. Pages counted in services would be read at once.',
};

/** What a route that is beyond its bar asks for, so that it can be shortened. */
const missedOf = (routes: readonly Called[]): Table => ({
  head: ['beyond a bar', 'requests of a warm run, in order', 'why, and what would help'],
  rows: routes
    .filter((route) => rowOf(route).some(isMissed))
    .map(({ name, cold, warm }) => [name, (worstOf(warm) ?? cold).operations.join(', '), reasons[name] ?? '']),
});

const EARLIER: Table = {
  head: ['an earlier implementation, near-empty table', 'scans and queries', 'gets', 'writes', 'Parameter Store'],
  rows: [
    ['deployments.create', 8, 13, 5, '0–1'],
    ['deployments.validate', 6, 12, 1, '0'],
    ['services.deliveryStatus', 8, 12, 1, '0'],
    ['deployments.get', 1, 4, 2, '0'],
    ['cold start', 1, 0, 0, '37'],
  ],
};

export const roundTrips: Section = {
  name: 'round-trips',
  title: 'Requests to AWS by route',
  measure: async ({ say }) => {
    say('a whole plane, each route cold once and warm three times');
    const measured = await inOwnProcess(z.object({ routes: z.array(called), pages: z.array(called) }), {
      program: new URL('./round-trips/measure.ts', import.meta.url),
    });
    return {
      method:
        'A whole plane in one process; each function has modules, clients and caches of its own, as in AWS, and every request of its SDK clients is counted, with the capacity units that the embedded table says by the formula of AWS. A request is in sequence with another when it began after that one had ended. Cold is the first run of a function with nothing loaded; warm is the worst of three further runs. The gateway keeps answers of the authorizer for five minutes by token, so its row is paid rarely. Before everything else a request is counted against its caller: a change by one write, reads by a lease that is written once for many of them; a cold function reads the limits first, a warm one now and then beside the write. These are told apart and are in no other figure. Pages are of 50 deployments. The last table was measured elsewhere, on another stack, and stands for what an ordinary implementation asks.',
      tables: [
        {
          head: [
            'route',
            'caller',
            'table: in sequence',
            'requests',
            'read units',
            'write units',
            'other services',
            'before that, for the rate limit',
            'cold: in sequence',
            'all services in sequence',
            'other services',
            'before that, for the rate limit',
          ],
          rows: measured.routes.map(rowOf),
        },
        {
          head: ['page of 50, filtered by', 'caller', 'in sequence', 'requests', 'read units'],
          rows: measured.pages.map(pageRowOf),
        },
        missedOf(measured.routes),
        EARLIER,
      ],
    };
  },
};
