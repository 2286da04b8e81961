import { styleText } from 'node:util';
import { UsageError } from '../bin/cli/errors.ts';
import { exitCodes } from '../bin/cli/exit-codes.ts';
import { wordingOf } from '../bin/cli/fields.ts';
import { findPlane, isLoopback } from '../bin/cli/plane.ts';
import { openTerminal } from '../bin/cli/process-terminal.ts';
import { tellTrouble } from '../bin/cli/trouble.ts';
import { chapters } from './demo/chapters.ts';
import { Deviation } from './demo/deviation.ts';
import { readOptions } from './demo/options.ts';
import { openStage } from './demo/stage.ts';

/**
 * Plays the whole story against a running local plane, as CI and an engineer would, and proves each step. Exits with
 * 1 at the first thing that is not as it should be, and with the exit codes of the CLI when it cannot go on. It can be played again and again on the same data.
 */

const options = readOptions(process.argv.slice(2));
const terminal = openTerminal();
const colours = process.stdout.isTTY === true && !process.env.NO_COLOR;
const paint = (format: Parameters<typeof styleText>[0], text: string): string =>
  colours ? styleText(format, text, { validateStream: false }) : text;

const startedAt = Date.now();
let proofs = 0;
const narrator = {
  proves: (claim: string): void => {
    proofs += 1;
    console.log(`   ${paint('green', '✓')} ${claim}`);
  },
  tells: (line: string): void => console.log(`     ${paint('gray', line)}`),
};

const play = async (): Promise<void> => {
  const { url } = (await findPlane(terminal, options)).profile;
  console.log(`The story of DXCP, against ${url}\n`);
  expectHere(url);
  const stage = await openStage(url, narrator);
  for (const [index, { title, tell }] of chapters.entries()) {
    console.log(paint('bold', `${String(index + 1).padStart(2)} ${title}`));
    await tell(stage);
  }
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  console.log(`\n${paint('green', '✓')} Everything held: ${proofs} proofs in ${seconds} s. Look at it: ${url}`);
};

/** The story needs users without passwords and versions that fail on purpose, which only a local plane has. */
function expectHere(url: string): void {
  if (!isLoopback(url)) throw new UsageError(`The demo plays on a plane of this machine (npm start), not on ${url}.`);
}

try {
  await play();
  process.exit(exitCodes.ok);
} catch (error) {
  if (error instanceof Deviation) {
    console.log(`   ${paint('red', '✗')} This is not as it should be: ${error.message}`);
    process.exit(exitCodes.failed);
  }
  console.error('   The story could not go on:');
  process.exit(tellTrouble(terminal, { options, wording: wordingOf(undefined) }, error));
}
