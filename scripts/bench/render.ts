import { type Cell, isMissed, type Measured, type Section, type Table } from './section.ts';

const rounded = (figure: number): string =>
  Number.isInteger(figure) ? String(figure) : figure.toFixed(Math.abs(figure) < 10 ? 2 : 1);

const textOf = (cell: Cell): string => {
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'number') return rounded(cell);
  const unit = cell.unit === undefined ? '' : ` ${cell.unit}`;
  return `${rounded(cell.figure)}${unit} (bar ${rounded(cell.atMost)})${isMissed(cell) ? ' **missed**' : ''}`;
};

const tableOf = ({ head, rows }: Table): string =>
  [head, head.map(() => '---'), ...rows.map((row) => row.map(textOf))]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');

export const renderSection = ({ title }: Section, { method, tables }: Measured): string =>
  [`## ${title}`, method, ...tables.map(tableOf)].join('\n\n');

/** A section's part of the document, so that one can be measured anew without the others. */
const markersOf = ({ name }: Section) => ({ begin: `<!-- ${name} -->`, end: `<!-- /${name} -->` });

const INTRODUCTION = `# Benchmarks

Figures of \`npm run bench\`, each produced by the code as it is. Where a bar is given, the figure is held to it; a figure beyond its bar is marked. \`npm run bench -- NAME\` measures one section anew.
`;

/** The document with the section's new part in place of the old one, or at its end. */
export const placeSection = (document: string, section: Section, part: string): string => {
  const { begin, end } = markersOf(section);
  const block = `${begin}\n${part}\n${end}\n`;
  const whole = document === '' ? INTRODUCTION : document;
  const from = whole.indexOf(begin);
  const to = whole.indexOf(end);
  if (from < 0 || to < from) return `${whole.trimEnd()}\n\n${block}`;
  return whole.slice(0, from) + block + whole.slice(to + end.length + 1);
};
