import type { FaultKind } from '../../lib/local/engine/faults.ts';
import { type End, ends, type FaultCase } from './fault-histories.ts';

/**
 * Every call, every fault that it can meet, how long it lasts, and how the execution ends. All of the table, which
 * takes minutes, is run with `DXCP_TEST_FAULTS=all`.
 */

/** The engine does nothing of what it is asked. */
const ineffective: readonly FaultKind[] = [
  'silence',
  'reset-before',
  'http-500',
  'http-502',
  'http-503',
  'http-504',
  'empty-200',
  'not-found',
  'redirect-login',
  'html',
  'not-json',
  'huge-body',
  'unauthorized',
  'forbidden',
  'too-many',
];
/** It does it, and nobody learns of it. */
const unheard: readonly FaultKind[] = [
  'silence-after',
  'reset-after',
  'http-500-after',
  'http-504-after',
  'empty-200-after',
  'truncated',
];
const starts: readonly FaultKind[] = [
  ...ineffective,
  ...unheard,
  'silence-late',
  'duplicate-accept',
  'duplicate-reset',
  'duplicate-late',
  'refused-after',
  'refused-late',
];

const lasting = [{ times: 1 }, { times: 3 }, { seconds: 300 }] as const;
/** An engine that hides what it has for longer than the window is beyond every proof. */
const hiding = [{ times: 1 }, { seconds: 80 }] as const;

type Row = Pick<FaultCase, 'on' | 'start'> & { readonly kinds: readonly FaultKind[]; readonly ends?: readonly End[] };

const rows: readonly Row[] = [
  { on: 'start', kinds: starts },
  { on: 'find', start: 'reset-after', kinds: [...ineffective, 'truncated'] },
  { on: 'find', start: 'duplicate-reset', kinds: [...ineffective, 'truncated'] },
  { on: 'find', start: 'duplicate-late', kinds: [...ineffective, 'truncated'] },
  { on: 'observe', kinds: [...ineffective, 'truncated', 'stale'] },
  { on: 'observeMany', kinds: [...ineffective, 'truncated', 'stale'] },
  { on: 'cancel', kinds: [...ineffective, ...unheard], ends: ['is canceled meanwhile'] },
  { on: 'cancel', start: 'duplicate-accept', kinds: [...ineffective, ...unheard] },
  { on: 'health', start: 'http-503', kinds: [...ineffective, 'truncated'] },
];

const ALL = process.env.DXCP_TEST_FAULTS === 'all';

/** Every call meets every fault for every length of time; unless all are wanted, rows and ends take turns in that. */
const casesOf = (row: Row, turn: number, turns: number): FaultCase[] =>
  row.kinds.flatMap((kind, nth) =>
    (row.on === 'find' && kind === 'not-found' ? hiding : lasting).flatMap((lasts, long) => {
      const { kinds: _, ends: own = ends, ...fixed } = row;
      const count = nth + long;
      const chosen = own[Math.floor(count / turns) % own.length];
      return own
        .filter((end) => ALL || (count % turns === turn && end === chosen))
        .map((end) => ({ ...fixed, kind, lasts, end }));
    }),
  );

export const casesOn = (on: FaultCase['on']): readonly (readonly [string, FaultCase])[] =>
  rows
    .filter((row) => row.on === on)
    .flatMap((row, turn, own) => casesOf(row, turn, own.length))
    .map((one) => [nameOf(one), one]);

const nameOf = ({ kind, lasts, end, start }: FaultCase): string => {
  const often =
    'seconds' in lasts ? `for ${lasts.seconds} seconds` : lasts.times === 1 ? 'once' : `${lasts.times} times`;
  return `${kind} ${often}${start === undefined ? '' : ` after a start with ${start}`}, and the deployment ${end}`;
};
