import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createChance } from '../test/crash/chance.ts';
import { freePort } from '../test/crash/plane-process.ts';
import { type Sample, soak, trendsOf } from '../test/crash/soak.ts';

/** `npm run test:soak`: steady use of a local plane for minutes. What a leak would show must not rise. */

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
    speed: { type: 'string', default: '10' },
  },
});

const data = mkdtempSync(join(tmpdir(), 'dxcp-soak-'));
console.log(`${values.minutes} minutes, seed ${values.seed}, data in ${data}\n`);
console.log('seconds  heap MiB  resident MiB  files  sockets  processes  CPU s  acknowledged');

let shown = 0;
const show = (sample: Sample): void => {
  if (sample.seconds < shown) return;
  shown = sample.seconds + 25;
  const { seconds, heapMiB, residentMiB, files, sockets, processes, cpuSeconds, acknowledged } = sample;
  const cells = [
    [seconds.toFixed(0), 7],
    [heapMiB.toFixed(1), 10],
    [residentMiB.toFixed(0), 14],
    [files, 7],
    [sockets, 9],
    [processes, 11],
    [cpuSeconds.toFixed(1), 7],
    [acknowledged, 14],
  ] as const;
  console.log(cells.map(([cell, width]) => String(cell).padStart(width)).join(''));
};

const { samples, complaints } = await soak({
  data,
  port: await freePort(),
  speed: Number(values.speed),
  minutes: Number(values.minutes),
  chance: createChance(Number(values.seed)),
  onSample: show,
});

console.log('');
const trends = trendsOf(samples);
for (const { what, found, atMost } of trends) {
  console.log(
    `${found <= atMost ? '✓' : '✗'} ${what}: ${found >= 0 ? '+' : ''}${found.toFixed(2)} (at most ${atMost})`,
  );
}
const rising = trends.filter(({ found, atMost }) => found > atMost).length;
console.log(complaints.length === 0 ? '✓ every answer holds, and dxcp verify finds nothing' : '✗ not all holds:');
for (const complaint of complaints) console.log(`    ${complaint}`);
const failed = rising + (complaints.length > 0 ? 1 : 0);
if (failed === 0) rmSync(data, { recursive: true, force: true });
else console.log(`The data are in ${data}`);
console.log(`\n  ${trends.length + 1 - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
