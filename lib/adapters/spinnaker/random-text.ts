const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const ULID = /^[0-9A-HJKMNP-TV-Z]{26}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;
/** Names of people and machines keep to one kind of letter for longer. */
const CHANGES_PER_LETTER = 0.25;
const MIN_RUN = 20;

/** Whether a word looks drawn at random, as keys are; identifiers and digests are known by their shape and stay. */
export function isRandom(word: string): boolean {
  if (UUID.test(word) || ULID.test(word) || DIGEST.test(word)) return false;
  return word
    .split(/[_-]/)
    .some((run) => run.length >= MIN_RUN && /\d/.test(run) && changes(run) >= run.length * CHANGES_PER_LETTER);
}

/** How often the text changes between small letters, capitals and digits. */
function changes(text: string): number {
  const kinds = [...text].map(kindOf).filter((kind) => kind !== '');
  return kinds.filter((kind, index) => index > 0 && kind !== kinds[index - 1]).length;
}

function kindOf(letter: string): string {
  if (letter >= '0' && letter <= '9') return 'digit';
  if (letter >= 'a' && letter <= 'z') return 'small';
  return letter >= 'A' && letter <= 'Z' ? 'capital' : '';
}
