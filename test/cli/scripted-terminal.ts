import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../../bin/cli/program.ts';
import type { Terminal } from '../../bin/cli/terminal.ts';

export const NOW = Date.parse('2026-11-21T09:30:00Z');

type Given = Partial<Pick<Terminal, 'isTty' | 'canAsk' | 'env'>> & {
  readonly answer?: string;
  readonly input?: string;
  readonly url?: string;
  /** Called at each pause, with how many there were before. */
  readonly onPause?: (count: number) => void;
};

/** A terminal whose clock moves when the program pauses, and that remembers what was written. */
export const scriptedTerminal = async (given: Given = {}) => {
  const home = await mkdtemp(join(tmpdir(), 'dxcp-cli-'));
  const interruption = new AbortController();
  let now = NOW;
  let out = '';
  let err = '';
  let pauses = 0;
  const terminal: Terminal = {
    env: { DXCP_CONFIG_HOME: home, ...(given.url ? { DXCP_URL: given.url, DXCP_TOKEN: 'a-token' } : {}), ...given.env },
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    isTty: given.isTty ?? false,
    canAsk: given.canAsk ?? false,
    ask: async () => given.answer ?? '',
    readInput: async () => given.input ?? '',
    now: () => now,
    pause: async (milliseconds) => {
      now += milliseconds;
      given.onPause?.(pauses);
      pauses += 1;
      interruption.signal.throwIfAborted();
    },
    interrupted: interruption.signal,
  };
  return {
    home,
    terminal,
    written: () => ({ out, err }),
    /** Runs `dxcp …` and returns its exit code with what it wrote since the last run. */
    dxcp: async (...args: string[]) => {
      out = '';
      err = '';
      const code = await runProgram(args, terminal);
      return { code, out, err };
    },
    interrupt: () => interruption.abort(),
    advance: (milliseconds: number) => {
      now += milliseconds;
    },
  };
};
