import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { damagedFile } from '../plane/damaged-file.ts';
import { isObject } from './json-object.ts';
import type { ExecutionRecord } from './timeline.ts';

/** Old executions are forgotten beyond this number, as a real engine's clean-up does. */
const KEPT = 5_000;
const REWRITE_AFTER_LINES = 20_000;
const WITHOUT = 'the engine forgets what it ran, and what is in flight cannot be followed.';

/** Where executions survive a restart: every change appends the whole record, the last one of an id counts. */
export type Journal = { load(): readonly ExecutionRecord[]; append(record: ExecutionRecord): void };

/** Keeps nothing; for tests that need no restart. */
export const noJournal: Journal = { load: () => [], append: () => undefined };

/**
 * One file of JSON lines; a torn last line of a crash is ignored, and the file is rewritten whenever it is loaded.
 * Throws PlaneProblem when another line is not what was written.
 */
export function createJournal(directory: string): Journal {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, 'executions.jsonl');
  let lines = 0;
  let broken: Error | undefined;
  const load = (): readonly ExecutionRecord[] => {
    const records = existsSync(path) ? readLines(path) : [];
    writeFileSync(`${path}.new`, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
    renameSync(`${path}.new`, path);
    lines = records.length;
    return records;
  };
  return {
    load,
    append(record) {
      if (broken) throw broken;
      try {
        appendFileSync(path, `${JSON.stringify(record)}\n`);
      } catch (error) {
        // The next record would follow half of this one on the same line.
        broken = new Error(`The engine's executions cannot be written to ${path}`, { cause: error });
        throw broken;
      }
      lines += 1;
      if (lines > REWRITE_AFTER_LINES) load();
    },
  };
}

function readLines(path: string): readonly ExecutionRecord[] {
  const latest = new Map<string, ExecutionRecord>();
  // What follows the last line break was never acknowledged.
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  for (const [index, line] of lines.entries()) {
    const record = parse(line);
    if (!record) throw damagedFile(`Line ${index + 1} of ${path}`, 'it is no execution', WITHOUT);
    latest.set(record.id, record);
  }
  return [...latest.values()].sort((a, b) => a.buildTime - b.buildTime).slice(-KEPT);
}

function parse(line: string): ExecutionRecord | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is ExecutionRecord {
  return isObject(value) && typeof value.id === 'string' && Array.isArray(value.stages) && isObject(value.outcomes);
}
