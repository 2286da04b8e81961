import { appendFileSync, existsSync, renameSync, statSync } from 'node:fs';

const BYTES_MAX = 20 * 1024 * 1024;

/**
 * Sends the lines that functions write (JSON, as for CloudWatch) to a file and leaves the terminal to the plane. One
 * older file is kept. Returns what a line of the plane's own is written with.
 */
export function captureFunctionLog(file: string): (line: unknown) => void {
  const terminal = process.stdout.write.bind(process.stdout);
  if (existsSync(file) && statSync(file).size > BYTES_MAX) renameSync(file, `${file}.old`);
  let size = existsSync(file) ? statSync(file).size : 0;
  const append = (text: string): void => {
    if (size > BYTES_MAX) {
      renameSync(file, `${file}.old`);
      size = 0;
    }
    appendFileSync(file, text);
    size += Buffer.byteLength(text);
  };
  process.stdout.write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    const callback = rest.find((each) => typeof each === 'function');
    if (!text.startsWith('{')) {
      terminal(chunk);
    } else append(text);
    if (callback) callback();
    return true;
  };
  return (line) => append(`${JSON.stringify(line)}\n`);
}
