import { afterEach, describe, expect, it } from 'vitest';
import { aDeployment, aPlan, ID } from './examples.ts';
import { answerOf, type ScriptedPlane, type Scripts, startScriptedPlane } from './scripted-plane.ts';
import { scriptedTerminal } from './scripted-terminal.ts';

let plane: ScriptedPlane | undefined;
afterEach(() => plane?.close());

const start = async (scripts: Scripts) => {
  plane = await startScriptedPlane(scripts);
  return plane;
};

describe('dxcp rollback', () => {
  const rollbacks = {
    [`GET /v1/deployments/${ID}/rollback-plan`]: () => answerOf('deployments.rollbackPlan', aPlan),
    [`POST /v1/deployments/${ID}/rollback`]: () =>
      answerOf('deployments.rollback', aDeployment({ deploymentKind: 'ROLLBACK', version: '1.0.0', rollbackOf: ID })),
  };

  it('with --plan says where it leads, with proof, and changes nothing', async () => {
    const { url, calls } = await start(rollbacks);
    const { dxcp } = await scriptedTerminal({ url });
    const { code, out } = await dxcp('rollback', ID, '--plan');
    expect(code).toBe(0);
    expect(out).toContain('✓ 1.1.0 → 1.0.0');
    expect(out).toContain(`1.0.0 ran from 2026-11-21 08:30:00Z to 2026-11-21 09:00:00Z, as deployment ${ID}`);
    expect(calls.map(({ method }) => method)).toEqual(['GET']);
  });

  it('says what becomes of one that is in flight: it is stopped, or it cannot be', async () => {
    const plan = { ...aPlan, takesOver: true };
    const path = `GET /v1/deployments/${ID}/rollback-plan`;
    const stopped = await start({ [path]: () => answerOf('deployments.rollbackPlan', { ...plan, stops: true }) });
    const { dxcp } = await scriptedTerminal({ url: stopped.url });
    expect((await dxcp('rollback', ID, '--plan')).out).toContain('it is stopped first');
    await plane?.close();
    const notes = ['This engine cannot stop work once it has begun.'];
    const { url } = await start({ [path]: () => answerOf('deployments.rollbackPlan', { ...plan, notes }) });
    const { out } = await (await scriptedTerminal({ url })).dxcp('rollback', ID, '--plan');
    expect(out).toContain('cannot be stopped: the rollback starts by itself when it has ended');
    expect(out).toContain(notes[0]);
  });

  it('asks a person, and does nothing without a yes', async () => {
    const { url, calls } = await start(rollbacks);
    const { dxcp } = await scriptedTerminal({ url, canAsk: true, answer: 'n' });
    const { code, out } = await dxcp('rollback', ID);
    expect(code).toBe(3);
    expect(out).toContain('Nothing was changed.');
    expect(calls.every(({ method }) => method === 'GET')).toBe(true);
  });

  it('rolls back after a yes', async () => {
    const { url } = await start(rollbacks);
    const { dxcp } = await scriptedTerminal({ url, canAsk: true, answer: 'y' });
    const { code, out } = await dxcp('rollback', ID);
    expect(code).toBe(0);
    expect(out).toContain('demo-service rollback to 1.0.0 → sandbox');
  });

  it('wants --yes where nobody can be asked', async () => {
    const { url, calls } = await start(rollbacks);
    const { dxcp } = await scriptedTerminal({ url });
    expect((await dxcp('rollback', ID)).code).toBe(2);
    expect(calls).toHaveLength(0);
  });
});
