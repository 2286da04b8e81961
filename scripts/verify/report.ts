import { styleText } from 'node:util';
import type { Verified } from '../../lib/usecases/verify.ts';

const SHOWN_MAX = 20;

/** One line for each invariant, and each violation below its own. */
export const reportText = ({ at, ok, readings, invariants }: Verified, colours: boolean): string => {
  const paint = (tone: 'green' | 'red' | 'gray', text: string): string =>
    colours ? styleText(tone, text, { validateStream: false }) : text;
  const widths = {
    id: Math.max(...invariants.map(({ id }) => id.length)),
    checked: Math.max(...invariants.map(({ checked }) => String(checked).length)),
  };
  const lines = invariants.flatMap(({ id, title, checked, violations }) => [
    `${violations.length === 0 ? paint('green', '✓') : paint('red', '✗')} ${id.padEnd(widths.id)}  ${String(checked).padStart(widths.checked)}  ${title}`,
    ...violations.slice(0, SHOWN_MAX).map(({ sentence }) => `    ${paint('red', sentence)}`),
    ...(violations.length > SHOWN_MAX ? [`    and ${violations.length - SHOWN_MAX} more`] : []),
  ]);
  const broken = invariants.filter(({ violations }) => violations.length > 0).length;
  const checks = invariants.reduce((sum, { checked }) => sum + checked, 0);
  const verdict = ok
    ? paint('green', `Everything holds: ${invariants.length} invariants, ${checks} checks`)
    : paint('red', `${broken} of ${invariants.length} invariants are broken`);
  return [...lines, '', `${verdict} (${at}${readings > 1 ? `, read ${readings} times` : ''})`].join('\n');
};
