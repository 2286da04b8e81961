import { spawnSync } from 'node:child_process';

const ps = (pid: number, column: string): string =>
  spawnSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).stdout.trim();

/** Megabytes of memory that the process holds. */
export const residentMegabytes = (pid: number): number => Number(ps(pid, 'rss')) / 1024;
