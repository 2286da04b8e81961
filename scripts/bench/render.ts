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

const INTRODUCTION = `# Benchmarks

Figures of \`npm run bench\`, each produced by the code as it is. Where a bar is given, the figure is held to it; a figure beyond its bar is marked. \`npm run bench -- NAME\` measures one section anew.
`;

/** A section's part of the document, so that one can be measured anew without the others. */
const PART = /<!-- (?<name>[\w-]+) -->\n(?<part>.*?)\n<!-- \/\k<name> -->/gs;

const partsOf = (document: string): ReadonlyMap<string, string> =>
  new Map([...document.matchAll(PART)].map(({ groups = {} }) => [groups.name ?? '', groups.part ?? '']));

/** The document with the section's new part, all parts in the order of the sections. */
export const placeSection = (
  document: string,
  { name, part }: { readonly name: string; readonly part: string },
  order: readonly string[],
): string => {
  const parts = new Map([...partsOf(document), [name, part]]);
  const blocks = order.flatMap((each) => {
    const text = parts.get(each);
    return text === undefined ? [] : [`<!-- ${each} -->\n${text}\n<!-- /${each} -->\n`];
  });
  return [INTRODUCTION, ...blocks].join('\n');
};
