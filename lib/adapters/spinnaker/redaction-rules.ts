import { isAddress6, isHostAndPort, isLookedUp } from './addresses.ts';
import { isRandom } from './random-text.ts';
import { PHRASES, TRACES_ON_A_LINE, UNMARKED } from './unmarked-rules.ts';

export type Redaction = {
  readonly pattern: RegExp;
  readonly told: string | ((match: string, ...groups: string[]) => string);
};

const SECRET = '[secret]';
const ADDRESS = '[address]';

/** Parts of names whose values nobody may read. */
const NAMES =
  'pass(?:word|wd|phrase|code)|(?<![a-z])pass(?![a-z])|pwd|secret|token|api[ _-]?key|access[ _-]?key|private[ _-]?key|secret[ _-]?key|account[ _-]?key|credential|signature|(?<![a-z])sig(?![a-z])|session[ _-]?id|(?<![a-z])session(?![a-z])|cookie|(?<![a-z])auth(?![a-z])|connection[ _-]?string';
const SUFFIX = '[\\w.-]{0,30}[\\\\"\'\\])]{0,6}';
const ASSIGNS = '\\s{0,10}(?:=>|:=|[:=])\\s{0,10}(?:[|>][+-]?\\s{1,10})?';
/** `"name": "DB_PASSWORD", "value": "…"` and the same in YAML. */
const VALUE_OF = '[\\s,]{1,20}[\\\\"\']{0,6}value[\\\\"\']{0,6}\\s{0,10}[:=]\\s{0,10}';
/** Quoted, up to the quote of the same depth of escaping, else up to white space. Without an end: all the rest. */
const VALUE = '(\\\\{0,8}["\'`])(?:[\\s\\S]*?(?<!\\\\)\\3|[\\s\\S]*)|\\S+';

/** In this order: what is large and certain first, what only looks like a secret last. */
export const REDACTIONS: readonly Redaction[] = [
  ...TRACES_ON_A_LINE,
  { pattern: /-----BEGIN [A-Z0-9 ]{1,40}-----[\s\S]*?(?:-----END [A-Z0-9 ]{1,40}-----|$)/g, told: SECRET },
  // The engine wraps upstream errors as "Status: 404, Method: GET, URL: http://…, Message: …"; only the last part helps.
  // Not every release names the method.
  { pattern: /Status: (\d{3}),(?: Method: [A-Z]{1,10},)? URL: \S+, Message:/g, told: 'Status $1:' },
  { pattern: /\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s<>]+/gi, told: withoutAddress },
  {
    pattern:
      /\b((?:proxy-)?authorization|(?:set-)?cookie2?|x-[a-z0-9-]{0,40}|www-authenticate)([\\"'\]]{0,6}\s{0,10}[:=]\s{0,10})[^\r\n]+(?:\r?\n[ \t]+[^\r\n]*)*/gi,
    told: `$1$2${SECRET}`,
  },
  {
    pattern:
      /\b(bearer|basic|digest|negotiate|ntlm)\s{1,10}(?!(?:auth|authentication|authorization|tokens?|scheme|credentials|access|checks?)\b)[\w.~+/=-]{4,}/gi,
    told: `$1 ${SECRET}`,
  },
  ...PHRASES,
  { pattern: new RegExp(`((?:${NAMES})${SUFFIX}(?:${ASSIGNS}|${VALUE_OF}))(${VALUE})`, 'gi'), told: withoutValue },
  { pattern: new RegExp(`(--[\\w-]{0,30}(?:${NAMES})[\\w-]{0,30}\\s{1,10})(?!\\[)\\S+`, 'gi'), told: `$1${SECRET}` },
  { pattern: new RegExp(`(<[\\w:.-]{0,40}(?:${NAMES})[\\w:.-]{0,30}>)[^<]+`, 'gi'), told: `$1${SECRET}` },
  ...UNMARKED,
  { pattern: /(?<![^\s"'<>@/:])[^\s"'<>@/:]+:[^\s"'<>@]{1,128}@[\w.-]+/g, told: ADDRESS },
  { pattern: /\beyJ[\w-]{16,}(?:\.[\w-]*){0,4}/g, told: SECRET },
  { pattern: /(?<![A-Z0-9])(?:AKIA|ASIA|AROA|AIDA|AGPA|ANPA|ANVA|AIPA|A3T[A-Z0-9])[A-Z0-9]{12,}/g, told: SECRET },
  {
    pattern: /(?<![a-z0-9])(?:spk|gh[oprsu]|github_pat|glpat|xox[a-z]|hvs|npm|dckr_pat|dop_v1)[_.-][\w.-]{8,}/gi,
    told: SECRET,
  },
  { pattern: /\b(?:AIza[\w-]{16,}|ya29\.[\w-]{10,}|sk-[\w-]{16,})/g, told: SECRET },
  // Java writes the name before the number: `redis/10.1.2.3:6379`.
  { pattern: /(?<![\w.-])[\w.-]*\/(?=\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}:[0-9a-f]{0,4}:)/gi, told: '' },
  { pattern: /(?<!\d|\d\.)\d{1,3}(?:\.\d{1,3}){3}(?!\d)(?:\/\d{1,2})?(?::\d{1,5})?/g, told: ADDRESS },
  { pattern: /\bip-\d{1,3}(?:-\d{1,3}){3}[\w.-]*/gi, told: ADDRESS },
  {
    pattern: /\[?(?<![\w:.])[0-9a-f:]*:[0-9a-f:.]*(?:%\w{1,20})?(?![\w:])(?:\]:\d{1,5}|\])?/gi,
    told: (found) => (isAddress6(found) ? ADDRESS : found),
  },
  {
    pattern:
      /(?<![\w.-])(?!(?:spec|metadata|status|data|template|trigger|parameters|context|outputs)\.)(?:[\w-]+\.)+(?:local|localhost|localdomain|internal|intranet|intra|private|svc|cluster|lan|corp|home|consul|test|example|invalid|com|net|org|io|dev|app|cloud|info|biz|ai|co|eu|tech|gov|edu)(?![\w-]|\.\w)(?::\d{1,5})?/gi,
    told: ADDRESS,
  },
  { pattern: /(?<![\w.-])(?:[a-z][\w-]*\.){2,}[a-z]{2}(?![\w-]|\.\w)(?::\d{1,5})?/gi, told: ADDRESS },
  { pattern: /\blocalhost\b(?::\d{1,5})?/gi, told: ADDRESS },
  {
    pattern: /(?<![\w.-])[a-z_][\w.-]*:\d{2,5}(?!\w|\.\w)/gi,
    told: (found) => (isHostAndPort(found) ? ADDRESS : found),
  },
  {
    pattern:
      /\b(lookup|unknown ?host(?:exception)?|resolv(?:e|ing)(?: host(?:name)?)?|connect(?:ing|ion)? to|reach|host(?:name)?|server|upstream)(["':=\s]{1,5})([a-z0-9][\w.-]*)/gi,
    told: (found, word = '', gap = '', name = '') => (isLookedUp(word, name) ? `${word}${gap}${ADDRESS}` : found),
  },
  {
    pattern:
      /(?<![\w.-])[\w.-]+(?=: (?:no such host|name or service not known|nodename nor servname|temporary failure in name))/gi,
    told: ADDRESS,
  },
  { pattern: /\bat\s{1,5}[\w$.<>/]{1,300}\([^)\n]{0,200}\)/g, told: '' },
  { pattern: /(?<![\w+/=-])(?:sha256:)?[\w+/=-]{20,}/g, told: (found) => (isRandom(found) ? SECRET : found) },
];

/** An address with whatever it carries; what closes the sentence around it stays. */
function withoutAddress(found: string): string {
  let end = found.length;
  while (end > 0 && `)]},.;:'"!?`.includes(found.charAt(end - 1))) end -= 1;
  return `${ADDRESS}${found.slice(end)}`;
}

function withoutValue(_found: string, name = '', value = ''): string {
  const quote = /^\\{0,8}["'`]/.exec(value)?.[0] ?? '';
  const isClosed = quote !== '' && value.length > quote.length && value.endsWith(quote);
  return `${name}${quote}${SECRET}${isClosed ? quote : ''}`;
}
