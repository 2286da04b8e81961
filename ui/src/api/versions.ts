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

type Named = { readonly version: string };

const plain = (typed: string): string =>
  typed
    .trim()
    .toLowerCase()
    .replace(/^v(?=\d)/, '');

/** The version that was typed in full, also as a tag is written: `v1.2.0`. */
export const versionTyped = <V extends Named>(versions: readonly V[], typed: string): V | undefined =>
  versions.find(({ version }) => version.toLowerCase() === plain(typed));

/** What matches the text so far: the very version, those that begin with it, those that contain it; else as they came. */
export const versionsMatching = <V extends Named>(versions: readonly V[], typed: string): V[] => {
  const text = plain(typed);
  const rankOf = ({ version }: V): number => {
    const name = version.toLowerCase();
    if (name === text) return 0;
    if (name.startsWith(text)) return 1;
    return name.includes(text) ? 2 : 3;
  };
  const ranked = versions.map((version) => ({ version, rank: rankOf(version) })).filter(({ rank }) => rank < 3);
  return ranked.sort((a, b) => a.rank - b.rank).map(({ version }) => version);
};
