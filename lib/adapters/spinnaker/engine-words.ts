import type { Redaction } from './redaction-rules.ts';

/** What the engine puts around the words that matter. Applied to one line. */
export const WRAPPERS: readonly Redaction[] = [
  { pattern: /^Unable to trigger pipeline \([^)]{0,300}\)\.\s*(?:Error:)?/i, told: '' },
  { pattern: /^Failed on startup:/i, told: '' },
  { pattern: /^Exception in child pipeline stage \([^)]{0,300}\):/i, told: '' },
  { pattern: /\b\w{1,100}Task of stage .{1,200}? timed out/g, told: 'timed out' },
  { pattern: /^Stage .{1,200}? timed out/, told: 'timed out' },
  { pattern: /\.?\s?\bpausedDuration:.*$/, told: '' },
  { pattern: /; nested exception is\b.*$/, told: '' },
  { pattern: /^No StageDefinitionBuilder implementation for\b.*$/, told: 'the engine has no steps of this type' },
  { pattern: /\bEL\d{4}E:/g, told: '' },
  { pattern: /^Error submitting webhook for pipeline \S{1,100} to \S{1,300} with/i, told: 'the answer came with' },
  { pattern: /^An exception occurred .{0,100}performing a request to \S{1,300}/i, told: '' },
  { pattern: /^an exception occurred in webhook monitor to \S{1,300}:/i, told: '' },
  { pattern: /(?:^|\s)[\w.$]{0,200}ResourceAccessException:/g, told: ' ' },
];

const STATUSES: Readonly<Record<string, string>> = {
  TERMINAL: 'failed',
  STOPPED: 'stopped',
  FAILED_CONTINUE: 'failed',
  SUCCEEDED: 'succeeded',
  CANCELED: 'cancelled',
  SKIPPED: 'skipped',
  RUNNING: 'running',
  PAUSED: 'paused',
  SUSPENDED: 'paused',
  REDIRECT: 'running',
  BUFFERED: 'waiting',
  NOT_STARTED: 'not begun',
};

/** The engine's vocabulary: its parts, classes, statuses and expressions. */
export const ENGINE_WORDS: readonly Redaction[] = [
  { pattern: /\$\{[^}]{0,1000}\}?/g, told: 'an expression' },
  { pattern: /#[A-Za-z]{1,60}\([^)]{0,300}\)/g, told: 'an expression' },
  { pattern: /\b(?:trigger|execution|parameters)(?:\[[^\]]{0,100}\]){1,9}/g, told: 'an expression' },
  // Java classes: of the engine and its framework as a whole, of others the simple name.
  { pattern: /\b(?:com\.netflix|io\.spinnaker|org\.springframework|retrofit2?)(?:\.[\w$]+)+:?/g, told: '' },
  { pattern: /\b(?:[a-z][a-z0-9_]{0,40}\.){2,12}(?=[A-Z])/g, told: '' },
  { pattern: /\b(?:Spinnaker|Spel|Retrofit|Kato|Orca)\w*(?:Exception|Error)\b:?/g, told: '' },
  { pattern: /\b[A-Z]\w{1,80}(?:Task|Stage)\b/g, told: 'a step' },
  { pattern: /\bkato[\w.]*/gi, told: 'the engine' },
  {
    pattern:
      /\b(?:TERMINAL|STOPPED|FAILED_CONTINUE|SUCCEEDED|CANCELED|SKIPPED|RUNNING|PAUSED|SUSPENDED|REDIRECT|BUFFERED|NOT_STARTED)\b/g,
    told: (status) => STATUSES[status] ?? status,
  },
  {
    pattern:
      /\b(?:spin-)?(?:spinnaker|orca|clouddriver|front50|rosco|igor|fiat|kayenta|keel|halyard|kork|deck|(?:gate|echo)(?=\s+(?:service|server|returned|answered|responded)))\b(?:-(?:ro|rw|caching|web)\b)?/gi,
    told: 'the engine',
  },
];
