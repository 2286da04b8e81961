/**
 * What engines say may hold addresses of internal systems, credentials and stack traces. None of them may reach
 * a record, a log line or a caller, whatever the caller's role.
 */

const REPLACEMENTS: readonly (readonly [RegExp, string])[] = [
  // The engine wraps upstream errors as "Status: 404, Method: GET, URL: http://…, Message: …"; only the last part helps.
  [/Status: (\d{3}), Method: [A-Z]+, URL: \S+, Message:/g, 'Status $1:'],
  [/\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s"'<>)\]}]+/gi, '[address]'],
  [
    /\b(authorization|proxy-authorization|cookie|set-cookie|x-spinnaker-token)(["']?\s*[:=]\s*)[^\r\n,;]+/gi,
    '$1$2[secret]',
  ],
  [/\b(bearer|basic)\s+[\w.~+/=-]{6,}/gi, '$1 [secret]'],
  [
    /((?:password|passwd|secret|token|api[_-]?key|credential|signature)["']?\s*[:=]\s*["']?)[^\s"',;&}]+/gi,
    '$1[secret]',
  ],
  [/\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g, '[secret]'],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, '[secret]'],
  [/\b(?:spk|ghp|gho|ghs|xox[abp])[_-][\w-]{8,}/g, '[secret]'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g, '[address]'],
  [/\b(?:[\w-]{1,63}\.){1,8}(?:local|internal|svc|cluster|lan|corp)(?::\d+)?\b/gi, '[address]'],
  [/\b[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}:\d{2,5}\/\S*/g, '[address]'],
];

/** More is not looked at: what explains a failure stands at its beginning. */
const MAX_READ = 8_000;

const STACK_LINE = /^\s*(?:at\s+[\w$.<>/]+[\s(]|\.\.\. \d+ (?:more|common frames)|Caused by:|Suppressed:)/;

/** The text without addresses, secrets and stack traces, on one line, cut to `max` characters. */
export function redact(value: string, max = 500): string {
  const lines = value
    .slice(0, MAX_READ)
    .split(/\r?\n/)
    .filter((line) => !STACK_LINE.test(line));
  const clean = REPLACEMENTS.reduce(
    (line, [pattern, replacement]) => line.replace(pattern, replacement),
    lines.join('\n'),
  );
  const flat = clean.replace(/\s+/g, ' ').trim();
  return flat.length > max ? `${flat.slice(0, max - 1)}…` : flat;
}

const ENGINE_WORDS =
  /\b(?:spinnaker|orca|clouddriver|front50|rosco|igor|fiat|kayenta|kato|deck|gate\b(?=\s+service))\b/gi;

/** Redacted, and without the names of the engine's own parts: for people who ship services. */
export function inPlainWords(value: string, max = 500): string {
  return redact(value, max).replace(ENGINE_WORDS, 'the engine');
}
