import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What the operating system says of a process. */

/** Megabytes of memory that it holds. */
export const residentMegabytes = (pid: number): number => {
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(stdout.trim()) / 1024;
};

const TICKS_A_SECOND = 100;

/** Seconds of the processor's time since its start, as Linux counts them; not a number elsewhere. */
export const processorSeconds = (pid: number): number => {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
  } catch {
    return Number.NaN;
  }
};
