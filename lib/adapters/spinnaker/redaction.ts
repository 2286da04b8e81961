import { decodedOnce, isTrace, unifiedScript } from './disguises.ts';
import { ENGINE_WORDS, WRAPPERS } from './engine-words.ts';
import { REDACTIONS, type Redaction } from './redaction-rules.ts';

/**
 * What engines say may hold addresses of internal systems, credentials and stack traces. None of them may reach
 * a record, a log line or a caller, whatever the caller's role. What is marked (by a name, a scheme, a header, a shape
 * of its own) is found; of what stands unmarked among other words, only what habit gives away.
 */

/** More is not looked at: what explains a failure stands at its beginning. */
const MAX_READ = 8_000;

/** A text inside a text inside a text: JSON in strings, encoded addresses. Deeper ones are left encoded. */
const MAX_LAYERS = 6;

/** The text without addresses, secrets and stack traces, on one line, cut to `max` characters. */
export function redact(value: string, max = 500): string {
  return cut(onOneLine(withoutSecrets(value.slice(0, MAX_READ))), max);
}

/** Redacted, and without the vocabulary of the engine: for people who ship services. */
export function inPlainWords(value: string, max = 500): string {
  return cut(withoutEngineWords(redact(value, MAX_READ)), max);
}

/** One line, without the vocabulary of the engine, whatever its length. */
export function withoutEngineWords(line: string): string {
  return onOneLine([...WRAPPERS, ...ENGINE_WORDS].reduce(apply, line)).replace(/^[\s:;,.-]+/, '');
}

/** All of the text, whatever its length, in time linear to it. Every layer is searched before it is decoded. */
export function withoutSecrets(value: string): string {
  let text = unifiedScript(value);
  for (let layer = 0; layer < MAX_LAYERS; layer += 1) {
    const clean = REDACTIONS.reduce(apply, withoutTraces(text));
    const decoded = decodedOnce(clean);
    if (decoded === clean) return clean;
    text = decoded;
  }
  return REDACTIONS.reduce(apply, withoutTraces(text));
}

function apply(text: string, { pattern, told }: Redaction): string {
  return typeof told === 'string' ? text.replace(pattern, told) : text.replace(pattern, told);
}

function withoutTraces(text: string): string {
  return text
    .split(/\r?\n/)
    .filter((line) => !isTrace(line))
    .join('\n');
}

function onOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function cut(text: string, max: number): string {
  return text.length > max ? `${text.slice(0, max - 1)}…` : text;
}
