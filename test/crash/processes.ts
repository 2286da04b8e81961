import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Processes as Linux shows them; elsewhere there are none to be seen, and what counts them says nothing. */

const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

export type Seen = { readonly pid: number; readonly parent: number; readonly command: string };

/** Every process whose command line names this directory: a plane and the services it has started. */
export function processesOn(directory: string): readonly Seen[] {
  const pids = process.platform === 'linux' ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : [];
  return pids.flatMap((pid) => {
    const command = textOf(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
    if (!command.includes(directory)) return [];
    return [{ pid: Number(pid), parent: Number(/^PPid:\s+(\d+)/m.exec(textOf(`/proc/${pid}/status`))?.[1]), command }];
  });
}

/** Open files and sockets of a process. */
export function handlesOf(pid: number): { readonly files: number; readonly sockets: number } {
  let names: readonly string[] = [];
  try {
    names = readdirSync(`/proc/${pid}/fd`);
  } catch {
    // Not Linux, or it has ended.
  }
  const targets = names.map((name) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${name}`);
    } catch {
      return '';
    }
  });
  const sockets = targets.filter((target) => target.startsWith('socket:')).length;
  return { files: targets.length - sockets, sockets };
}

/** Resident memory in MiB. */
export const residentMiB = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+)/m.exec(textOf(`/proc/${pid}/status`))?.[1] ?? 0) / 1024;
