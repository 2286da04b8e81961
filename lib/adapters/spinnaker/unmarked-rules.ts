import type { Redaction } from './redaction-rules.ts';

/**
 * What no name and no quotation mark sets apart: arguments of commands, words behind the word password, bare names of
 * machines, traces without line breaks. Only habits of writing tell them, so this is best effort: what is written in
 * another way stays. A bare name is told as a host only where the words beside it make it one.
 */

const SECRET = '[secret]';
const ADDRESS = '[address]';
const ARGUMENT = '(?:"[^"]*"|\'[^\']*\'|\\S+)';

/** Frames of stack traces that share a line with other words. Before all else, while their line numbers are whole. */
export const TRACES_ON_A_LINE: readonly Redaction[] = [
  { pattern: /\bgoroutine \d{1,10} \[[^\]\n]{1,80}\][^\n]*/g, told: '' },
  {
    pattern:
      /(?<![\w./$-])[\w./$-]{1,200}(?:\(\*\w{1,60}\)[\w.]{0,60})?\([^()\n]{0,200}\)\s{1,10}\/[^\s:]{1,300}\.go:\d{1,7}(?: \+0x[0-9a-f]{1,16})?/g,
    told: '',
  },
  {
    pattern:
      /\bat\s{1,5}(?:async |new )?[\w$.<>/]{1,300} (?:\[as [\w$.]{1,80}\] )?\((?:file:|node:|\/|[a-z]:\\)[^)\n]{0,400}\)?/gi,
    told: '',
  },
  // .NET: ` in C:\src\Foo.cs:line 12`.
  { pattern: /(?:\bin\s{1,5})?(?<![\w])(?:[a-z]:[\\/]|\/)[^\s:"'<>|]{1,300}:line \d{1,7}/gi, told: '' },
  { pattern: /\bat\s{1,5}(?:async )?(?:file:\/{2})?\/[^\s:]{1,300}(?::\d{1,7}){1,2}/g, told: '' },
];

/** A phrase has several words; where it ends only the end of the sentence tells. Before what takes the first word alone. */
export const PHRASES: readonly Redaction[] = [
  {
    pattern:
      /\b(pass[ _-]?phrase["']?(?:\s{0,5}(?:=>|[:=])|\s{1,5}(?:is|was)(?![\w-]))?\s{0,5})([^\s"'`,;.()[\]]+)([^\n"'`,;.()[\]]{0,300})/gi,
    told: (found, name = '', first = '', _rest = '') =>
      /[\s:=>]$/.test(name) && !isProse(first) ? `${name}${SECRET}` : found,
  },
];

/** After addresses with a scheme, before hosts: `scott/tiger@db` is neither an image with a digest nor a package. */
export const UNMARKED: readonly Redaction[] = [
  {
    pattern:
      /(?<![\w-])(-u|-U|--user|--proxy-user)([\s=]{0,5})(?:"[^":\s]{1,128}:[^"]*"|'[^':\s]{1,128}:[^']*'|[^\s:"'=-][^\s:"']{0,127}:\S+)/g,
    told: `$1$2${SECRET}`,
  },
  {
    pattern: new RegExp(
      `\\b((?:login|mysql|mariadb|mongo|sshpass)[^\\n;|&]{0,80}?\\s-p[\\s=]{0,5})(?!\\[)${ARGUMENT}`,
      'g',
    ),
    told: `$1${SECRET}`,
  },
  {
    pattern: new RegExp(
      `\\b(redis-cli[^\\n;|&]{0,80}?\\s-a\\s{1,5}|ldap[^\\n;|&]{0,80}?\\s-w\\s{1,5})${ARGUMENT}`,
      'g',
    ),
    told: `$1${SECRET}`,
  },
  {
    pattern:
      /(?<![\w./@:-])[a-z][\w.-]{0,63}\/[^\s/@"'<>]{1,128}@(?!sha\d|v?\d{1,10}(?:\.\d{1,10}){0,2}(?:[-+][\w.-]{1,80})?(?![\w.]))[\w.-]+(?::\d{1,5})?/gi,
    told: ADDRESS,
  },
  {
    pattern:
      /(\b(?:with|using|by) (?:the )?pass(?:word|phrase|code)|passwd|pwd|_(?:secret|token|password)|(?:api|access|secret|private|client|auth)[_-](?:key|token|secret))(\s{1,5}["'`]?)([^\s"'`]+)/gi,
    told: (found, name = '', gap = '', value = '') => (isProse(value) ? found : `${name}${gap}${SECRET}`),
  },
  // Whose account it is, is nobody's business; what in it was refused, is.
  { pattern: /\b(arn:[\w-]{1,20}:[\w-]{0,40}:[\w-]{0,40}:)\d{12}(?!\d)/g, told: `$1${ADDRESS}` },
  {
    pattern:
      /\b((?:(my|our|your) )?(?:pass(?:word|code)|secret|token|api[ _-]?key) (?:is|was))(\s{1,5}["'`]?)([^\s"'`]+)/gi,
    told: (found, name = '', whose = '', gap = '', value = '') =>
      isToldToBe(value, whose !== '') ? `${name}${gap}${SECRET}` : found,
  },
  {
    pattern:
      /\b((?:app|application|client|consumer|shared|signing|webhook|user)[ _-](?:secret|token|password))(\s{1,5}["'`]?)([^\s"'`]+)/gi,
    told: (found, name = '', gap = '', value = '') =>
      !isProse(value) && /^[^-]*\d|\w[!@#$%^&*]/.test(value) ? `${name}${gap}${SECRET}` : found,
  },
  {
    pattern: /\b(pass(?:word|phrase|code)|credentials?|secret|token)(\s{1,5}["'`]?)([^\s"'`]+)/gi,
    told: (found, name = '', gap = '', value = '') => (isDrawn(name, value) ? `${name}${gap}${SECRET}` : found),
  },
  {
    pattern:
      /\b(connect(?:ed|ion) (?:to|with|from)|connections? (?:was |were )?(?:refused|reset|closed|rejected) by(?: host| peer)?)(\s{1,5})([a-z0-9][\w.-]*)/gi,
    told: (found, words = '', gap = '', name = '') => (isNumbered(name) ? `${words}${gap}${ADDRESS}` : found),
  },
  {
    pattern: /(?<![\w.-])[a-z0-9][\w.-]{0,252}(?=\s{1,5}(?:has )?(?:refused|is (?:unreachable|not reachable))\b)/gi,
    told: (name) => (isNumbered(name) ? ADDRESS : name),
  },
];

const PROSE =
  /^(?:a|an|and|are|as|at|auth\w*|based|be|been|by|can\w*|could|does|did|do|exists?|expired|failed|fails|file|for|from|given|had|has|have|in|incorrect|invalid|is|it|mismatch|missing|must|name|named|not|of|on|or|policy|protected|provided|references?|rejected|required|set|should|the|to|too|was|were|which|will|with|without|wrong)$/i;

/** What goes on in the sentence, or was taken out already. */
function isProse(value: string): boolean {
  return value.startsWith('[') || PROSE.test(value.replace(/[.,;:!?)]+$/, ''));
}

/** What is somebody's is a secret, unless the sentence goes on; of others only what is no word. */
function isToldToBe(value: string, isOwned: boolean): boolean {
  return !isProse(value) && (isOwned || /\d|\w[!@#$%^&*]|[a-z][A-Z]/.test(value));
}

/** Behind the plain word many things stand; what is no word of a language is taken. Names of secrets are kept. */
function isDrawn(name: string, value: string): boolean {
  if (isProse(value)) return false;
  const isMixed = /[a-z][A-Z]|[A-Z][a-z]*[A-Z]/.test(value);
  if (/^pass/i.test(name)) return isMixed || /\d|\w[!@#$%^&*]/.test(value);
  return isMixed && /\d/.test(value) && value.length >= 8;
}

/** Machines of a set are numbered or written with dots; a word with hyphens may be anything. */
function isNumbered(name: string): boolean {
  return /[a-z]/i.test(name) && /\d|\w\.\w/.test(name);
}
