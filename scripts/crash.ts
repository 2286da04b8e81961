import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createChance } from '../test/crash/chance.ts';
import { freePort } from '../test/crash/plane-process.ts';
import { openRounds } from '../test/crash/rounds.ts';

/**
 * `npm run test:crash`: a local plane is killed at random moments while people use it, and started again on its data.
 * What it acknowledged must be there, once. A failure names the seed and the round, and keeps the data.
 */

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
    speed: { type: 'string', default: '40' },
    minutes: { type: 'string', default: '10' },
  },
});

const rounds = Number(values.rounds);
const data = mkdtempSync(join(tmpdir(), 'dxcp-crash-'));
const begun = performance.now();
console.log(`${rounds} rounds, seed ${values.seed}, data in ${data}\n`);

const crash = await openRounds({
  data,
  port: await freePort(),
  speed: Number(values.speed),
  chance: createChance(Number(values.seed)),
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => void crash.kill().finally(() => process.exit(130)));
}
let failed = 0;
let played = 0;
const isTimeUp = (): boolean => performance.now() - begun > Number(values.minutes) * 60_000;
for (let round = 1; round <= rounds && failed === 0 && !isTimeUp(); round += 1) {
  played = round;
  const { told, complaints } = await crash.play(round);
  console.log(`${complaints.length === 0 ? '✓' : '✗'} ${String(round).padStart(2)}  ${told}`);
  for (const complaint of complaints) console.log(`      ${complaint}`);
  if (complaints.length === 0) continue;
  failed = 1;
  console.log(`\nRound ${round} of seed ${values.seed} failed. The data are in ${data}; the same again:`);
  console.log(`npm run test:crash -- --seed ${values.seed} --rounds ${round}`);
}
const leftOver = await crash.end();
for (const complaint of leftOver) console.log(`✗ at the end: ${complaint}`);
if (leftOver.length > 0) failed = 1;
if (failed === 0) rmSync(data, { recursive: true, force: true });
const seconds = ((performance.now() - begun) / 1000).toFixed(0);
console.log(
  `\n${seconds} s${played < rounds && failed === 0 ? `: time was up after ${played} of ${rounds} rounds` : ''}`,
);
console.log(`  ${played - failed} passed, ${failed} failed`);
process.exitCode = failed;
