import { describe, expect, test } from 'vitest';
import { bodyOf, codesOf, deployThrough, endAs, type Line, useLine } from './line.ts';

const HOUR = 3600;

/** Handed over, and not heard of until its deadline has passed. */
const stalled = async (line: Line, version = '2.0.0'): Promise<string> => {
  const { id } = bodyOf(await line.deploy({ version }));
  await line.handOver(id);
  line.move(HOUR + 60);
  await line.reconcile();
  expect(await line.record(id)).toMatchObject({ stalled: true, state: 'ACTIVE' });
  return id;
};

describe('releasing', () => {
  const line = useLine();

  test('frees the place of what nothing is heard of, and lets the next one in', async () => {
    const id = await stalled(line());
    expect(codesOf(await line().deploy({ version: '3.0.0' }))).toContain('CONCURRENCY_LIMIT_REACHED');
    expect(bodyOf(await line().release(id))).toMatchObject({ state: 'FAILED', outcome: 'FAILED', abandoned: true });
    expect(await line().holders()).toEqual([]);
    expect(await line().used(), 'the engine knows of it').toBe(1);
    expect(await line().record(id)).toMatchObject({ quota: { refunded: false } });
    const { id: next } = bodyOf(await line().deploy({ version: '3.0.0' }));
    expect(await endAs(line(), next)).toMatchObject({ state: 'SUCCEEDED' });
    const events = (await line().audit()).filter(({ targetId }) => targetId === id);
    expect(events.map(({ eventType }) => eventType)).toEqual(['DEPLOY_SUBMIT', 'DEPLOYMENT_RELEASED']);
  });

  test('has the engine asked to stop, and tells of a late end without believing it', async () => {
    const before = await deployThrough(line());
    const id = await stalled(line());
    await line().release(id);
    expect((await line().lane())?.running).toMatchObject({ deploymentId: before.id, uncertain: true });
    line().engine.ignoreCancels(true);
    await line().reconcile();
    expect(line().engine.of(id)[0]?.cancels).toBe(1);
    line().engine.move(id, { status: 'SUCCEEDED' });
    await line().follow(id);
    line().move(120);
    await line().reconcile();
    expect(await line().record(id)).toMatchObject({ state: 'FAILED', outcome: 'FAILED' });
    expect((await line().timeline(id)).at(-1)?.summary).toBe('The work ended after it was given up: SUCCEEDED');
    expect((await line().lane())?.running).toMatchObject({ deploymentId: before.id, uncertain: true });
    expect(await line().unsettled()).toEqual([]);
    await deployThrough(line(), { version: '3.0.0' });
    expect((await line().lane())?.running).not.toHaveProperty('uncertain');
  });

  test('of what the engine has lost gives its place on, and looks for it for a day', async () => {
    const id = await stalled(line());
    line().engine.forget((await line().record(id)).executionId ?? '');
    await line().release(id);
    expect(await line().holders()).toEqual([]);
    await line().reconcile();
    expect(await line().unsettled()).toHaveLength(1);
    line().move(25 * HOUR);
    await line().reconcile();
    expect(await line().unsettled()).toEqual([]);
    expect((await line().timeline(id)).at(-1)?.summary).toBe('The end of the work is not waited for any more');
  });

  test('hands the place to the rollback that waits for it', async () => {
    await deployThrough(line());
    const id = await stalled(line());
    const back = bodyOf(await line().rollback(id));
    await line().release(id);
    expect(await line().holders()).toEqual([back.id]);
    expect(await endAs(line(), back.id)).toMatchObject({ state: 'SUCCEEDED', version: '1.0.0' });
  });

  test('is refused for what goes on, for what has ended, and for what is not there', async () => {
    const { id } = bodyOf(await line().deploy());
    expect(codesOf(await line().release(id))).toEqual(['NOT_STALLED']);
    const other = await endAs(line(), id);
    expect(codesOf(await line().release(other.id))).toEqual(['NOT_STALLED']);
    expect(codesOf(await line().release('01KZZZZZZZZZZZZZZZZZZZZZZZ'))).toEqual(['NOT_FOUND']);
  });

  test('is done once under one key, and not while changes are switched off', async () => {
    const id = await stalled(line());
    await line().switchChanges({});
    expect(codesOf(await line().release(id))).toEqual(['MUTATIONS_DISABLED']);
    await line().switchChanges({ mutationsDisabled: false, epoch: 2 });
    const first = bodyOf(await line().release(id, { key: 'once' }));
    expect(await line().release(id, { key: 'once' })).toMatchObject({ replayed: true, body: first });
  });
});
