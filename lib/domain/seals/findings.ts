/** Something that is not as it must be: the ids it is about, and a sentence. */
export type SealFinding = { readonly about: readonly string[]; readonly sentence: string };

export const found = (about: string | number, sentence: string): SealFinding => ({
  about: [String(about)],
  sentence,
});

export const before = (a: string, b: string): boolean => Date.parse(a) < Date.parse(b);

/** "3", "3 to 5" */
export const stretch = (first: number, last: number): string => (first === last ? `${first}` : `${first} to ${last}`);
