import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readMachine } from '../../lib/local/aws/states/definition.ts';
import { runMachine } from '../../lib/local/aws/states/interpreter.ts';
import { bodyOf, deployThrough, type Line, useLine } from './line.ts';

/** The platform ends an execution whose history is longer, and keeps five entries of a task and two of any other state. */
const LONGEST_HISTORY = 25_000;
const DAY_SECONDS = 86_400;

const machine = readMachine(readFileSync(join(import.meta.dirname, '../../lib/workflow/deployment.asl.json'), 'utf8'), {
  StartFunctionArn: arnOf('start'),
  ObserveFunctionArn: arnOf('observe'),
  FinishFunctionArn: arnOf('finish'),
});

function arnOf(name: string): string {
  return `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
}

class DayIsOver extends Error {}

/** The real machine and the real use-cases for a day, in which nobody else looks; answers the entries of its history. */
const aDayOf = async (line: Line, id: string): Promise<number> => {
  const begun = line.clock.now().getTime();
  const day = new AbortController();
  let entries = 0;
  const tasks: Readonly<Record<string, () => Promise<object>>> = {
    start: () => line.handOver(id),
    observe: () => line.observe(id),
    finish: () => line.finish(id),
  };
  const invoke = async (name: string): Promise<unknown> => {
    // A task, and the choice behind it.
    entries += 5 + 2;
    return { id, waitSeconds: 1, ...(await tasks[name.replace(/^.*:/, '')]?.()) };
  };
  const sleep = async (ms: number): Promise<void> => {
    entries += 2;
    line.move(ms / 1000);
    if (line.clock.now().getTime() - begun >= DAY_SECONDS * 1000) day.abort(new DayIsOver());
    day.signal.throwIfAborted();
  };
  const execution = { Id: id, Name: id, StartTime: new Date(begun).toISOString() };
  const clock = { now: () => line.clock.now().getTime(), sleep };
  const run = runMachine(
    machine,
    { input: { id }, execution, signal: day.signal },
    { invoke, clock, speed: 1, random: () => 0 },
  );
  await run.catch((error: unknown) => {
    if (!(error instanceof DayIsOver)) throw error;
  });
  return entries;
};

describe('A machine that has to wait for a day stays within the longest history the platform keeps', () => {
  const line = useLine();

  test.each<readonly [string, () => Promise<string>]>([
    ['for an execution that runs', async () => bodyOf(await line().deploy()).id],
    [
      'for an answer of an engine that cannot be searched',
      async () => {
        line().engine.script('timeout after');
        line().engine.fail('find', 'CALL_FAILED', Number.POSITIVE_INFINITY);
        return bodyOf(await line().deploy()).id;
      },
    ],
    [
      'for an engine that is out of reach',
      async () => {
        line().engine.setDown(true);
        return bodyOf(await line().deploy()).id;
      },
    ],
    [
      'for a second execution that does not end',
      async () => {
        line().engine.script('accept two');
        line().engine.ignoreCancels(true);
        const { id } = bodyOf(await line().deploy());
        await line().handOver(id);
        line().move(100);
        await line().observe(id);
        for (const one of line().engine.of(id).slice(0, 1)) one.status = 'SUCCEEDED';
        return id;
      },
    ],
    [
      'for the place of what it replaces',
      async () => {
        await deployThrough(line(), { version: '1.0.0' });
        const { id } = bodyOf(await line().deploy({ version: '2.0.0' }));
        await line().handOver(id);
        line().engine.ignoreCancels(true);
        return bodyOf(await line().rollback(id)).id;
      },
    ],
  ])(
    '%s',
    async (_, begin) => {
      const entries = await aDayOf(line(), await begin());
      expect(entries).toBeGreaterThan(5_000);
      expect(entries).toBeLessThan(LONGEST_HISTORY * 0.8);
    },
    120_000,
  );
});
