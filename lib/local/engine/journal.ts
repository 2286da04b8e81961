import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject } from './json-object.ts';
import type { ExecutionRecord } from './timeline.ts';

/** Old executions are forgotten beyond this number, as a real engine's clean-up does. */
const KEPT = 5_000;
const REWRITE_AFTER_LINES = 20_000;

/** Where executions survive a restart: every change appends the whole record, the last one of an id counts. */
export type Journal = { load(): readonly ExecutionRecord[]; append(record: ExecutionRecord): void };

/** Keeps nothing; for tests that need no restart. */
export const noJournal: Journal = { load: () => [], append: () => undefined };

/** One file of JSON lines; a torn last line of a crash is ignored, and the file is rewritten whenever it is loaded. */
export function createJournal(directory: string): Journal {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, 'executions.jsonl');
  let lines = 0;
  const load = (): readonly ExecutionRecord[] => {
    const records = existsSync(path) ? readLines(readFileSync(path, 'utf8')) : [];
    writeFileSync(`${path}.new`, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
    renameSync(`${path}.new`, path);
    lines = records.length;
    return records;
  };
  return {
    load,
    append(record) {
      appendFileSync(path, `${JSON.stringify(record)}\n`);
      lines += 1;
      if (lines > REWRITE_AFTER_LINES) load();
    },
  };
}

function readLines(content: string): readonly ExecutionRecord[] {
  const latest = new Map<string, ExecutionRecord>();
  for (const line of content.split('\n')) {
    const record = parse(line);
    if (record) latest.set(record.id, record);
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
