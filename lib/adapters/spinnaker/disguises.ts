/** Other spellings of the same text, undone before secrets are looked for. Each runs in linear time. */

/** One script: full-width letters and exotic spaces as ASCII, nothing that prints nothing. */
export function unifiedScript(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/[\u2028\u2029\u0085\v\f]/g, '\n')
    .replace(/(?!\n|\r|\t)\p{Cc}/gu, ' ');
}

const ENTITIES: Readonly<Record<string, string>> = { quot: '"', apos: "'", amp: '&', lt: '<', gt: '>' };
const LETTERS: Readonly<Record<string, string>> = { n: '\n', r: '\n', t: ' ', b: ' ', f: ' ' };

type Decoding = (text: string) => string;

const ofPercent: Decoding = (text) =>
  text.replace(/%([2-7][0-9a-f])/gi, (_, hex: string) => ofCode(hex, 16)).replace(/%0[ad]/gi, '\n');

const ofEntities: Decoding = (text) =>
  text
    .replace(/&(quot|apos|amp|lt|gt);/g, (_, name: string) => ENTITIES[name] ?? ' ')
    .replace(/&#(\d{2,5});/g, (_, code: string) => ofCode(code, 10))
    .replace(/&#x([0-9a-f]{2,4});/gi, (_, code: string) => ofCode(code, 16));

const ofBackslashes: Decoding = (text) =>
  text
    .replace(/\\{2,}/g, '\\')
    .replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => ofCode(code, 16))
    .replace(/\\x([0-9a-f]{2})/gi, (_, code: string) => ofCode(code, 16))
    .replace(/\\(["'/nrtbf])/g, (_, letter: string) => LETTERS[letter] ?? letter);

/** One kind of escapes less, the outermost first; the text itself when there are none. */
export function decodedOnce(text: string): string {
  for (const decode of [ofPercent, ofEntities, ofBackslashes]) {
    const decoded = decode(text);
    if (decoded !== text) return unifiedScript(decoded);
  }
  return text;
}

function ofCode(code: string, radix: 10 | 16): string {
  return String.fromCharCode(Number.parseInt(code, radix));
}

const TRACES: readonly RegExp[] = [
  /^\s*(?:at\s+[^\s(]{1,300}(?:\s*\(|\s|$)|\.\.\. \d+ (?:more|common frames))/,
  /^\s*(?:Caused by|Suppressed|Traceback \(most recent call last\)):/,
  /^\s*File "[^"]{1,300}", line \d+/,
  /^(?:goroutine \d+ \[|created by )/,
  // Go writes the function on a line of its own, above the file.
  /^[\w/$-][\w./$-]{0,200}\.(?:\(\*\w{1,60}\)\.)?\w{1,60}\((?:\.{3}|[0-9a-fx{},.?_\s]{0,300})\)\s*$/,
  /^\s+\/[^\s:]{1,300}:\d+(?: \+0x[0-9a-f]+)?\s*$/,
];

/** Whether the line belongs to a stack trace. */
export function isTrace(line: string): boolean {
  return TRACES.some((pattern) => pattern.test(line));
}
