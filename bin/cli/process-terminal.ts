import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import type { Terminal } from './terminal.ts';

/** The terminal that the process was started from. */
export const openTerminal = (): Terminal => {
  const interruption = new AbortController();
  process.on('SIGINT', () => interruption.abort());
  return {
    env: process.env,
    out: (words) => process.stdout.write(words),
    err: (words) => process.stderr.write(words),
    isTty: process.stdout.isTTY === true,
    canAsk: process.stdin.isTTY === true && process.stdout.isTTY === true,
    ask: (question) => ask(question, interruption),
    readInput: () => text(process.stdin),
    now: Date.now,
    pause: (milliseconds) => delay(milliseconds, undefined, { signal: interruption.signal }),
    interrupted: interruption.signal,
  };
};

const ask = async (question: string, interruption: AbortController): Promise<string> => {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  // While it reads, the line editor is the one who sees Ctrl-C.
  lines.on('SIGINT', () => interruption.abort());
  try {
    return await lines.question(question, { signal: interruption.signal });
  } finally {
    lines.close();
  }
};
