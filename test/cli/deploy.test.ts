import { afterEach, describe, expect, it } from 'vitest';
import { aDeployment, aFailure, aPlan, ID, lifeOf, refusals } from './examples.ts';
import { answerOf, problemOf, type ScriptedPlane, type Scripts, startScriptedPlane } from './scripted-plane.ts';
import { scriptedTerminal } from './scripted-terminal.ts';

let plane: ScriptedPlane | undefined;
afterEach(() => plane?.close());

const start = async (scripts: Scripts) => {
  plane = await startScriptedPlane(scripts);
  return plane;
};

const DEPLOY = ['deploy', 'demo-service', '1.1.0', 'sandbox', '--summary', 'Faster search'];

/** A plane on which each look at the deployment finds it one step further. */
const living = (end: Parameters<typeof lifeOf>[0]) => {
  const life = lifeOf(end);
  let step = 0;
  const here = () => life[Math.min(step, life.length - 1)];
  return start({
    'POST /v1/deployments': () => answerOf('deployments.create', aDeployment()),
    [`GET /v1/deployments/${ID}`]: () => answerOf('deployments.get', here()?.deployment),
    [`GET /v1/deployments/${ID}/rollback-plan`]: () => answerOf('deployments.rollbackPlan', aPlan),
    [`GET /v1/deployments/${ID}/timeline`]: () => {
      const answer = answerOf('deployments.timeline', { items: here()?.timeline });
      step += 1;
      return answer;
    },
  });
};

describe('dxcp deploy', () => {
  it('tells what was admitted and how to follow it', async () => {
    const { url, calls } = await start({ 'POST /v1/deployments': () => answerOf('deployments.create', aDeployment()) });
    const { dxcp } = await scriptedTerminal({ url });
    const { code, out } = await dxcp(...DEPLOY, '--recipe', 'default', '--idempotency-key', 'run-1');
    expect(code).toBe(0);
    expect(out).toContain('demo-service 1.1.0 → sandbox  Pending');
    expect(out).toContain(`dxcp watch ${ID}`);
    expect(JSON.parse(calls[0]?.body ?? '')).toEqual({
      service: 'demo-service',
      version: '1.1.0',
      environment: 'sandbox',
      changeSummary: 'Faster search',
      recipeId: 'default',
    });
    expect(calls[0]?.headers).toMatchObject({ 'idempotency-key': 'run-1', authorization: 'Bearer a-token' });
  });

  it('with --wait tells each event once, in order, and ends with 0 on success', async () => {
    const { url } = await living({ state: 'SUCCEEDED', outcome: 'SUCCEEDED' });
    const { dxcp } = await scriptedTerminal({ url });
    const { code, out } = await dxcp(...DEPLOY, '--wait');
    expect(code).toBe(0);
    expect(out.match(/Deployment asked for|The engine has taken it on|It has ended/g)).toEqual([
      'Deployment asked for',
      'The engine has taken it on',
      'It has ended',
    ]);
    expect(out).toContain('2026-11-21 09:30:02Z  The engine has taken it on');
    expect(out).toContain('✓ Succeeded: demo-service 1.1.0 → sandbox, after 6s');
  });

  it('with --wait shows a failure with its next step and ends with 1', async () => {
    const { url } = await living({ state: 'FAILED', outcome: 'FAILED', failures: [aFailure] });
    const { dxcp } = await scriptedTerminal({ url });
    const { code, out } = await dxcp(...DEPLOY, '--wait');
    expect(code).toBe(1);
    expect(out).toContain('APP  The service does not become healthy');
    expect(out).toContain('→ Look at the logs of the service.');
    expect(out).toContain(`Back to 1.0.0: dxcp rollback ${ID}`);
  });

  it('ends with 6 when the deployment was canceled', async () => {
    const { url } = await living({ state: 'CANCELED', outcome: 'CANCELED' });
    const { dxcp } = await scriptedTerminal({ url });
    expect((await dxcp(...DEPLOY, '--wait')).code).toBe(6);
  });

  it('with --json writes the deployment at its end and nothing else', async () => {
    const { url } = await living({ state: 'SUCCEEDED', outcome: 'SUCCEEDED' });
    const { dxcp } = await scriptedTerminal({ url });
    // Without events nothing moves the scripted life on, so the end is watched as it is.
    const first = await dxcp('timeline', ID, '--json');
    expect(JSON.parse(first.out).items).toHaveLength(1);
    await dxcp('timeline', ID);
    const { code, out, err } = await dxcp('watch', ID, '--json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject({ id: ID, outcome: 'SUCCEEDED' });
  });

  it('tells every reason of a refusal in order, what to do, and from when, and ends with 3', async () => {
    const { url } = await start({ 'POST /v1/deployments': () => problemOf('QUOTA_EXCEEDED', refusals) });
    const { dxcp } = await scriptedTerminal({ url });
    const { code, out, err } = await dxcp(...DEPLOY);
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(err).toContain('The daily quota is used up');
    expect(err).toContain(
      '1. Demo has used its 25 deployments of today (QUOTA_EXCEEDED)\n     → Wait for the next day.',
    );
    expect(err).toContain('Possible from 2026-11-22 00:00:00Z (in 14 hr.)');
    expect(err.indexOf('2. 1.0.0 is on its way')).toBeGreaterThan(err.indexOf('1. Demo'));
  });

  it('with --json writes the problem of a refusal to standard output', async () => {
    const { url } = await start({ 'POST /v1/deployments': () => problemOf('QUOTA_EXCEEDED', refusals) });
    const { dxcp } = await scriptedTerminal({ url });
    const { code, out, err } = await dxcp(...DEPLOY, '--json');
    expect({ code, err }).toEqual({ code: 3, err: '' });
    expect(JSON.parse(out)).toMatchObject({ code: 'QUOTA_EXCEEDED', requestId: 'req-1' });
  });

  it('gives the key to repeat when the answer got lost', async () => {
    const { url } = await start({ 'POST /v1/deployments': () => ({ status: 504, body: { message: 'Gateway' } }) });
    const { dxcp } = await scriptedTerminal({ url });
    const { code, err } = await dxcp(...DEPLOY, '--idempotency-key', 'run-1');
    expect(code).toBe(5);
    expect(err).toContain('Repeat with --idempotency-key run-1');
  });

  it('on Ctrl-C stops following, says that the deployment goes on, and ends with 130', async () => {
    const { url } = await start({
      'POST /v1/deployments': () => answerOf('deployments.create', aDeployment()),
      [`GET /v1/deployments/${ID}`]: () => answerOf('deployments.get', aDeployment()),
      [`GET /v1/deployments/${ID}/timeline`]: () => answerOf('deployments.timeline', { items: [] }),
    });
    const terminal = await scriptedTerminal({ url, onPause: (count) => count === 3 && terminal.interrupt() });
    const { code, err } = await terminal.dxcp(...DEPLOY, '--wait');
    expect(code).toBe(130);
    expect(err).toContain('goes on');
  });
});

describe('dxcp watch', () => {
  it('stays with a deployment through a plane that does not answer for a while', async () => {
    let looks = 0;
    const ended = aDeployment({ state: 'SUCCEEDED', outcome: 'SUCCEEDED' });
    const { url } = await start({
      [`GET /v1/deployments/${ID}`]: () => {
        looks += 1;
        return looks < 5
          ? { status: 503, body: { message: 'Service Unavailable' } }
          : answerOf('deployments.get', ended);
      },
      [`GET /v1/deployments/${ID}/timeline`]: () => answerOf('deployments.timeline', { items: [] }),
    });
    const { dxcp } = await scriptedTerminal({ url });
    const { code, err } = await dxcp('watch', ID);
    expect(code).toBe(0);
    expect(err).toContain('still trying');
  });
});
