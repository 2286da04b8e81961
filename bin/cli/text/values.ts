/** An object as lines of `path  value`; lists of plain values in one line. */
export const valueLines = (value: object): string => {
  const lines = Object.entries(value).flatMap(([name, inner]) => linesAt(name, inner));
  const width = Math.max(0, ...lines.map(([path]) => path.length));
  return lines.map(([path, text]) => `${path.padEnd(width)}  ${text}`).join('\n');
};

type Line = readonly [path: string, text: string];

const linesAt = (path: string, value: unknown): readonly Line[] => {
  if (value === undefined) return [];
  if (Array.isArray(value)) {
    if (!value.some(isObject)) return [[path, value.join(', ') || '–']];
    return value.flatMap((each, index) => linesAt(`${path}.${nameOf(each) ?? index + 1}`, each));
  }
  if (!isObject(value)) return [[path, String(value)]];
  return Object.entries(value).flatMap(([name, inner]) => linesAt(`${path}.${name}`, inner));
};

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const nameOf = (value: unknown): string | undefined =>
  isObject(value) && 'name' in value && typeof value.name === 'string' ? value.name : undefined;

/** A value within a line. */
export const inLine = (value: unknown): string => {
  if (value === undefined) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
};
