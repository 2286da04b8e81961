import { parseArgs, styleText } from 'node:util';
import { chapters } from './demo/chapters.ts';
import { Deviation } from './demo/deviation.ts';
import { openStage } from './demo/stage.ts';

/**
 * Plays the whole story against a running local plane, as CI and an engineer would, and proves each step. Exits with
 * 1 at the first thing that is not as it should be. It can be played again and again on the same data.
 */

const { values } = parseArgs({
  options: { url: { type: 'string', default: process.env.DXCP_URL ?? 'http://127.0.0.1:4700' } },
});

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
  console.log(`The story of DXCP, against ${values.url}\n`);
  const stage = await openStage(values.url, narrator);
  for (const [index, { title, tell }] of chapters.entries()) {
    console.log(paint('bold', `${String(index + 1).padStart(2)} ${title}`));
    await tell(stage);
  }
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  console.log(`\n${paint('green', '✓')} Everything held: ${proofs} proofs in ${seconds} s. Look at it: ${values.url}`);
};

try {
  await play();
} catch (error) {
  const words = error instanceof Error ? error.message : String(error);
  const fault = error instanceof Deviation ? 'This is not as it should be' : 'The story could not go on';
  console.log(`   ${paint('red', '✗')} ${fault}: ${words}`);
  process.exitCode = 1;
}
