/** Precedence of semantic versions: numbers by value, a pre-release before its release. */

const partsOf = (version: string) => {
  const [core = '', ...pre] = version.split('-');
  return { numbers: core.split('.').map(Number), pre: pre.join('-') };
};

/** Negative when `a` comes before `b`. */
export const compareVersions = (a: string, b: string): number => {
  const left = partsOf(a);
  const right = partsOf(b);
  for (let index = 0; index < 3; index += 1) {
    const difference = (left.numbers[index] ?? 0) - (right.numbers[index] ?? 0);
    if (difference !== 0) return difference;
  }
  if (left.pre === right.pre) return 0;
  if (!left.pre) return 1;
  if (!right.pre) return -1;
  return left.pre.localeCompare(right.pre, 'en', { numeric: true });
};

export const isNewer = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && b !== undefined && compareVersions(a, b) > 0;
