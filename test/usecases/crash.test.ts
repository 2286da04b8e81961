import { afterEach, describe, expect, test } from 'vitest';
import { beginWorkflows } from '../../lib/usecases/begin-workflows.ts';
import { setKillSwitch } from '../../lib/usecases/configure/settings.ts';
import { armCrashPoints, type CrashPoint, crashPoints } from '../../lib/usecases/crash-points.ts';
import { type StartScript, startScripts } from '../ports/scripted-engine.ts';
import { bodyOf, codesOf, deployThrough, type Line, useLine } from './line.ts';

class Crash extends Error {
  override readonly name = 'Crash';
}

const struck = new Set<CrashPoint>();

/** The process dies at each of the points, the first time it comes there. */
const dieAt = (...points: readonly CrashPoint[]): void => {
  const left = new Set(points);
  armCrashPoints((point) => {
    if (!left.delete(point)) return;
    struck.add(point);
    throw new Crash(point);
  });
};

afterEach(() => armCrashPoints(undefined));

/** What the state machine does for one deployment, until it is done or dies. */
const runMachine = async (line: Line, id: string): Promise<void> => {
  await beginWorkflows(line.world, [id]);
  for (let steps = 0; steps < 60; steps += 1) {
    const handed = await line.handOver(id);
    if (handed.status === 'WAITING') {
      line.move(handed.waitSeconds);
      continue;
    }
    const seen = await line.observe(id);
    if (seen.status === 'DONE') return;
    line.move(seen.waitSeconds);
    if (seen.status === 'ENGINE_FINISHED') await line.finish(id);
  }
};

/** The machine dies with the process; from then on only the schedule runs, until nothing is left to do. */
const runUntilQuiet = async (line: Line, ids: readonly string[]): Promise<void> => {
  for (const id of ids) {
    await runMachine(line, id).catch((death: unknown) => {
      if (!(death instanceof Crash)) throw death;
    });
  }
  for (let passes = 0; passes < 20; passes += 1) {
    line.move(60);
    const { inFlight } = await line.reconcile();
    if (inFlight === 0 && (await line.unsettled()).length === 0) return;
  }
  throw new Error('Something stays in flight, or unsettled');
};

/** The second of two is stopped, unless it has ended before anybody could know of it. */
const second: Partial<Record<StartScript, RegExp>> = {
  'reset after two': /^CANCELED$/,
  'accept two': /^(CANCELED|SUCCEEDED)$/,
};

/** How it must come out, whatever died in between. The engine refuses as often as it is asked. */
const outcomeOf = (script: StartScript) =>
  script === 'reject'
    ? { state: 'FAILED', executions: [], used: 0 }
    : {
        state: 'SUCCEEDED',
        executions: ['SUCCEEDED', ...(second[script] ? [expect.stringMatching(second[script])] : [])],
        used: 1,
      };

describe.each([...crashPoints, 'nowhere'] as const)('a process that dies at "%s"', (point) => {
  const line = useLine();

  test.each(startScripts)('while the engine answers a start by "%s"', async (script) => {
    line().engine.runCourse({ seconds: 200, end: 'SUCCEEDED' });
    // What the engine refuses it does not hide as well.
    line().engine.showAfter(script === 'reject though accepted' ? 0 : 20);
    line().engine.script(...(script === 'reject' ? [script, script] : [script]));
    const { id } = bodyOf(await line().deploy());
    if (point !== 'nowhere') dieAt(point);
    await runUntilQuiet(line(), [id]);

    const wanted = outcomeOf(script);
    expect((await line().record(id)).state).toBe(wanted.state);
    expect(
      line()
        .engine.of(id)
        .map(({ status }) => status),
    ).toEqual(wanted.executions);
    expect(await line().holders()).toEqual([]);
    expect(await line().used()).toBe(wanted.used);
    const duplicates = (await line().audit()).filter(({ eventType }) => eventType === 'DUPLICATE_EXECUTION_CANCELED');
    expect(duplicates).toHaveLength(wanted.executions.length > 1 ? 1 : 0);
  });

  test('while the engine does late what it has refused', async () => {
    line().engine.runCourse({ seconds: 200, end: 'SUCCEEDED' });
    line().engine.showAfter(20);
    line().engine.script('reject though accepted');
    const { id } = bodyOf(await line().deploy());
    if (point !== 'nowhere') dieAt(point);
    await runUntilQuiet(line(), [id]);

    // Who dies before he believes the refusal finds that it was none.
    const { state } = await line().record(id);
    expect(['FAILED', 'SUCCEEDED']).toContain(state);
    const executions = line().engine.of(id);
    expect(executions.map(({ status }) => status)).toEqual([state === 'FAILED' ? 'CANCELED' : 'SUCCEEDED']);
    expect(await line().holders()).toEqual([]);
    expect(await line().used()).toBe(1);
  });

  test('while a rollback takes over', async () => {
    await deployThrough(line(), { version: '1.0.0' });
    line().engine.runCourse({ seconds: 300, end: 'SUCCEEDED' });
    const { id } = bodyOf(await line().deploy({ version: '2.0.0' }));
    await line().handOver(id);
    line().move(5);
    const back = bodyOf(await line().rollback(id));
    if (point !== 'nowhere') dieAt(point);
    await runUntilQuiet(line(), [id]);

    expect((await line().record(id)).state).toBe('CANCELED');
    expect((await line().record(back.id)).state).toBe('SUCCEEDED');
    expect(line().engine.of(back.id)).toHaveLength(1);
    expect((await line().lane())?.running?.deploymentId).toBe(back.id);
    expect(await line().holders()).toEqual([]);
  });

  test('while a start with an unknown end is canceled', async () => {
    line().engine.script('timeout before');
    const { id } = bodyOf(await line().deploy());
    await line().handOver(id);
    bodyOf(await line().cancel(id));
    if (point !== 'nowhere') dieAt(point);
    await runUntilQuiet(line(), [id]);
    expect((await line().record(id)).state).toBe('CANCELED');
    expect(line().engine.executions).toEqual([]);
    expect(await line().used()).toBe(0);
    expect(await line().holders()).toEqual([]);
  });
});

describe('a process that dies again and again', () => {
  const line = useLine();

  test('at each point once, still carries a deployment out once', async () => {
    line().engine.runCourse({ seconds: 200, end: 'SUCCEEDED' });
    line().engine.script('reset before', 'timeout after');
    const { id } = bodyOf(await line().deploy());
    dieAt(...crashPoints);
    await runUntilQuiet(line(), [id]);
    expect((await line().record(id)).state).toBe('SUCCEEDED');
    expect(line().engine.of(id)).toHaveLength(1);
  });

  test('while the engine is down for an hour, waits for it', async () => {
    line().engine.setDown(true);
    const { id } = bodyOf(await line().deploy());
    await line().handOver(id);
    for (let minutes = 0; minutes < 60; minutes += 1) {
      line().move(60);
      await line().reconcile();
    }
    expect(await line().holders()).toEqual([id]);
    line().engine.setDown(false);
    line().engine.runCourse({ seconds: 60, end: 'SUCCEEDED' });
    await runUntilQuiet(line(), []);
    expect((await line().record(id)).state).toBe('SUCCEEDED');
    expect(line().engine.of(id)).toHaveLength(1);
  });
});

describe('whoever turns the kill switch', () => {
  const line = useLine();

  test('has turned it, wherever he dies, and may ask again', async () => {
    const body = { mutationsDisabled: true, reason: 'Fire' };
    const turn = () => setKillSwitch(line().world, line().byAdmin('settings.setKillSwitch', { body }, { key: 'one' }));
    dieAt('kill switch: some guard rows follow, others not yet');
    await expect(turn()).rejects.toThrow(Crash);
    await line().reconcile();
    expect(codesOf(await line().deploy())).toEqual(['MUTATIONS_DISABLED']);
    expect(await turn()).toMatchObject({ replayed: true, body: { mutationsDisabled: true } });
  });
});

test('Every point at which a process may die was struck', () => {
  expect([...struck].sort()).toEqual([...crashPoints].sort());
});
