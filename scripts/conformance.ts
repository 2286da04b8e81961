import { writeFileSync } from 'node:fs';
import { Unreachable, UsageError } from '../bin/cli/errors.ts';
import { exitCodes } from '../bin/cli/exit-codes.ts';
import { conform, NobodySignedIn } from './conformance/conform.ts';
import { type Flags, HELP, readFlags } from './conformance/flags.ts';
import { reportWords, verdictWords } from './conformance/words.ts';

/** `npm run conformance`: holds a running plane, wherever it is, to the governance contract, over HTTP only. */

async function run(flags: Flags): Promise<number> {
  const report = await conform(flags, {
    env: process.env,
    tell: (verdict) => console.log(verdictWords(verdict)),
    announce: (line) => console.log(line),
    onOpen: putBackWhenStopped,
  });
  if (flags.report !== undefined) writeFileSync(flags.report, `${JSON.stringify(report, null, 2)}\n`);
  console.log(reportWords(report));
  if (isStopped) return exitCodes.interrupted;
  return report.conforms ? exitCodes.ok : exitCodes.failed;
}

let isStopped = false;

/** Whoever stops the run does not leave changes switched off. The second signal ends it at once. */
function putBackWhenStopped(stop: () => void): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isStopped) process.exit(exitCodes.interrupted);
      isStopped = true;
      console.error('\nStopping: putting back what was changed …');
      stop();
    });
  }
}

function exitCodeOf(error: unknown): number | undefined {
  if (error instanceof UsageError) return exitCodes.usage;
  if (error instanceof NobodySignedIn) return exitCodes.notSignedIn;
  return error instanceof Unreachable ? exitCodes.fault : undefined;
}

try {
  const flags = readFlags(process.argv.slice(2));
  if (!flags) console.log(HELP);
  process.exitCode = flags ? await run(flags) : exitCodes.ok;
} catch (error) {
  const code = exitCodeOf(error);
  if (code === undefined || !(error instanceof Error)) throw error;
  console.error(`✗ ${error.message}${code === exitCodes.usage ? '\n\nnpm run conformance -- --help says more.' : ''}`);
  process.exitCode = code;
}
