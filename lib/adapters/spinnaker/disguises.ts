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

/** One layer of escapes less: percent signs of addresses, backslashes of JSON, entities of HTML. */
export function decodedOnce(text: string): string {
  const decoded = text
    .replace(/%([2-7][0-9a-f])/gi, (_, hex: string) => ofCode(hex, 16))
    .replace(/%0[ad]/gi, '\n')
    .replace(/&(quot|apos|amp|lt|gt);/g, (_, name: string) => ENTITIES[name] ?? ' ')
    .replace(/&#(\d{2,5});/g, (_, code: string) => ofCode(code, 10))
    .replace(/&#x([0-9a-f]{2,4});/gi, (_, code: string) => ofCode(code, 16))
    .replace(/\\{2,}/g, '\\')
    .replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => ofCode(code, 16))
    .replace(/\\x([0-9a-f]{2})/gi, (_, code: string) => ofCode(code, 16))
    .replace(/\\(["'/nrtbf])/g, (_, letter: string) => LETTERS[letter] ?? letter);
  return decoded === text ? text : unifiedScript(decoded);
}

function ofCode(code: string, radix: 10 | 16): string {
  return String.fromCharCode(Number.parseInt(code, radix));
}

const TRACES: readonly RegExp[] = [
  /^\s*(?:at\s+[^\s(]{1,300}(?:\s*\(|\s|$)|\.\.\. \d+ (?:more|common frames))/,
  /^\s*(?:Caused by|Suppressed|Traceback \(most recent call last\)):/,
  /^\s*File "[^"]{1,300}", line \d+/,
  /^(?:goroutine \d+ \[|created by )/,
  /^\s+\/[^\s:]{1,300}:\d+(?: \+0x[0-9a-f]+)?\s*$/,
];

/** Whether the line belongs to a stack trace. */
export function isTrace(line: string): boolean {
  return TRACES.some((pattern) => pattern.test(line));
}
