import { styleText } from 'node:util';
import type { Report } from './report.ts';
import type { Outcome, Verdict } from './run.ts';

const marks: Readonly<Record<Outcome, readonly [mark: string, colour: 'green' | 'red' | 'yellow' | 'gray']>> = {
  passed: ['✓', 'green'],
  failed: ['✗', 'red'],
  skipped: ['?', 'yellow'],
  'left-out': ['–', 'gray'],
};

const colours = process.stdout.isTTY === true && !process.env.NO_COLOR;
const paint = (format: Parameters<typeof styleText>[0], text: string): string =>
  colours ? styleText(format, text, { validateStream: false }) : text;

/** A check on one line; when it did not pass, why, and by which requests that can be looked up. */
export function verdictWords({ id, title, outcome, detail, evidence, durationMs }: Verdict): string {
  const [mark, colour] = marks[outcome];
  const line = `${paint(colour, mark)} ${id.padEnd(14)} ${title}${durationMs >= 1000 ? paint('gray', ` (${(durationMs / 1000).toFixed(1)} s)`) : ''}`;
  if (outcome === 'passed' || detail === undefined) return line;
  const requests = outcome === 'failed' ? evidence.last.slice(-3).map(exhibitWords) : [];
  return [line, `                 ${paint(colour, detail)}`, ...requests].join('\n');
}

const exhibitWords = ({ request, status, code, requestId }: Verdict['evidence']['last'][number]): string =>
  paint('gray', `                 ${request} → ${status}${code ? ` ${code}` : ''}, request ${requestId ?? 'unknown'}`);

/** The verdict over the plane; the line of figures is what CI counts. */
export function reportWords({ plane, profile, totals, conforms, leftBehind, durationMs, ...rest }: Report): string {
  const notAsked = totals['left-out'] > 0 ? `, ${totals['left-out']} left out` : '';
  const figures = `  ${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped${notAsked}`;
  const contract = `the governance contract ${rest.contractVersion}`;
  const asFar = rest.partial ? `, in part: ${rest.notAskedFor} of its invariants were not asked for` : '';
  const verdict = conforms
    ? `${paint('green', '✓')} ${plane.baseUrl} keeps ${contract}${asFar}`
    : `${paint('red', '✗')} ${rest.complete ? `${plane.baseUrl} does not keep ${contract}` : 'Stopped before all was checked'}`;
  const behind = leftBehind.length > 0 ? ['', 'Not as it was before:', ...leftBehind.map((what) => `  ${what}`)] : [];
  return ['', verdict, `  ${profile}, ${(durationMs / 1000).toFixed(1)} s`, ...behind, figures].join('\n');
}
