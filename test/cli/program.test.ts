import { afterEach, describe, expect, it } from 'vitest';
import { routes } from '../../lib/contract/routes.ts';
import { aDeployment, aFailure, ID, lifeOf, refusals, whoIs } from './examples.ts';
import { answerOf, problemOf, type ScriptedPlane, startScriptedPlane } from './scripted-plane.ts';
import { scriptedTerminal } from './scripted-terminal.ts';

let plane: ScriptedPlane | undefined;
afterEach(() => plane?.close());

const start = async (scripts: Parameters<typeof startScriptedPlane>[0]) => {
  plane = await startScriptedPlane(scripts);
  return plane;
};

const DEPLOY = ['deploy', 'demo-service', '1.1.0', 'sandbox', '--summary', 'Faster search'];

const plan = {
  allowed: true,
  refusals: [],
  checks: [],
  target: { version: '1.0.0', deploymentId: ID, ranFrom: '2026-11-21T08:30:00Z', ranTo: '2026-11-21T09:00:00Z' },
  from: '1.1.0',
  takesOver: false,
};

/** A plane on which each look at the deployment finds it one step further. */
const living = (end: Parameters<typeof lifeOf>[0]) => {
  const life = lifeOf(end);
  let step = 0;
  const here = () => life[Math.min(step, life.length - 1)];
  return start({
    'POST /v1/deployments': () => answerOf('deployments.create', aDeployment()),
    [`GET /v1/deployments/${ID}`]: () => answerOf('deployments.get', here()?.deployment),
    [`GET /v1/deployments/${ID}/rollback-plan`]: () => answerOf('deployments.rollbackPlan', plan),
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
    const { code, out } = await dxcp(...DEPLOY, '--wait', '--utc');
    expect(code).toBe(0);
    expect(out.match(/Deployment asked for|The engine has taken it on|It has ended/g)).toEqual([
      'Deployment asked for',
      'The engine has taken it on',
      'It has ended',
    ]);
    expect(out).toContain('09:30:02Z  The engine has taken it on');
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
    expect(err).toContain('Possible from 2026-11-22 00:00:00 UTC (in 14 hr.)');
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

describe('dxcp rollback', () => {
  const rollbacks = {
    [`GET /v1/deployments/${ID}/rollback-plan`]: () => answerOf('deployments.rollbackPlan', plan),
    [`POST /v1/deployments/${ID}/rollback`]: () =>
      answerOf('deployments.rollback', aDeployment({ deploymentKind: 'ROLLBACK', version: '1.0.0', rollbackOf: ID })),
  };

  it('with --plan says where it leads, with proof, and changes nothing', async () => {
    const { url, calls } = await start(rollbacks);
    const { dxcp } = await scriptedTerminal({ url });
    const { code, out } = await dxcp('rollback', ID, '--plan');
    expect(code).toBe(0);
    expect(out).toContain('✓ 1.1.0 → 1.0.0');
    expect(out).toContain(`1.0.0 ran from 1 hr. ago to 30 min. ago, as deployment ${ID}`);
    expect(calls.map(({ method }) => method)).toEqual(['GET']);
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

describe('what the shell gets', () => {
  it('is 2 for a command that was not understood', async () => {
    const { dxcp } = await scriptedTerminal();
    expect((await dxcp('deploy', 'demo-service')).code).toBe(2);
    expect((await dxcp('conjure')).code).toBe(2);
    expect((await dxcp('deployments', '--state', 'HAPPY')).code).toBe(2);
    expect((await dxcp('whoami', '--url', 'http://dxcp.example.com')).code).toBe(2);
  });

  it('is 3 when a validation says no', async () => {
    const { url } = await start({
      'POST /v1/deployments/validate': () =>
        answerOf('deployments.validate', { allowed: false, refusals, checks: [], resolved: {}, running: null }),
    });
    const { dxcp } = await scriptedTerminal({ url });
    expect((await dxcp('validate', 'demo-service', '1.1.0', 'sandbox')).code).toBe(3);
  });

  it('is 4 without a sign-in, without a role, and when the token is not believed', async () => {
    const { url } = await start({ 'GET /v1/whoami': () => answerOf('identity.whoami', whoIs()) });
    expect((await (await scriptedTerminal({ url, env: { DXCP_TOKEN: undefined } })).dxcp('whoami')).code).toBe(4);
    expect((await (await scriptedTerminal({ url })).dxcp('whoami')).code).toBe(4);
    await plane?.close();
    const doubting = await start({ 'GET /v1/whoami': () => ({ status: 401, body: { message: 'Unauthorized' } }) });
    expect((await (await scriptedTerminal({ url: doubting.url })).dxcp('whoami')).code).toBe(4);
  });

  it('is 5 when nothing answers, and on a fault', async () => {
    const { dxcp } = await scriptedTerminal({ url: 'http://127.0.0.1:9' });
    const { code, err } = await dxcp('whoami');
    expect(code).toBe(5);
    expect(err).toContain('http://127.0.0.1:9 does not answer');
    const { url } = await start({ 'GET /v1/whoami': () => problemOf('INTERNAL_ERROR') });
    expect((await (await scriptedTerminal({ url })).dxcp('whoami')).code).toBe(5);
  });
});

describe('what is written', () => {
  const evil = () => answerOf('deployments.get', aDeployment({ outcome: 'SUCCEEDED', changeSummary: 'a\u001b[2Jb' }));
  const list = () => answerOf('deployments.list', { items: [evil().body] });

  it('never steers the terminal, whatever others wrote into a summary', async () => {
    const { url } = await start({ 'GET /v1/deployments': list });
    const { dxcp } = await scriptedTerminal({ url });
    const { out } = await dxcp('deployments');
    expect(out).toContain('a[2Jb');
    expect(out).not.toContain('\u001b');
  });

  it('has colours only at a terminal, and not against the reader’s wish', async () => {
    const { url } = await start({ 'GET /v1/deployments': list });
    const colours = async (env: Record<string, string>, ...args: string[]) => {
      const { dxcp } = await scriptedTerminal({ url, isTty: true, env: { DXCP_TOKEN: 't', DXCP_URL: url, ...env } });
      return (await dxcp('deployments', ...args)).out.includes('\u001b[32m');
    };
    expect(await colours({})).toBe(true);
    expect(await colours({}, '--no-color')).toBe(false);
    expect(await colours({ NO_COLOR: '1' })).toBe(false);
  });

  it('reads every page with --all', async () => {
    const { url } = await start({
      'GET /v1/deployments': ({ url: asked }) =>
        answerOf('deployments.list', {
          items: [aDeployment()],
          ...(asked.includes('cursor=next') ? {} : { nextCursor: 'next' }),
        }),
    });
    const { dxcp } = await scriptedTerminal({ url });
    const { out } = await dxcp('deployments', '--all', '--json');
    expect(JSON.parse(out).items).toHaveLength(2);
    expect((await dxcp('deployments')).out).toContain('--cursor next');
  });
});

describe('dxcp --help', () => {
  it('documents every exit code', async () => {
    const { dxcp } = await scriptedTerminal();
    const { code, out } = await dxcp('--help');
    expect(code).toBe(0);
    for (const exitCode of [0, 1, 2, 3, 4, 5, 6, 130]) expect(out).toMatch(new RegExp(`^ {2}${exitCode} `, 'm'));
  });

  it.each(Object.values(routes).flatMap((route) => ('cli' in route ? [route.cli] : [])))(
    'has examples for %s',
    async (command) => {
      const { dxcp } = await scriptedTerminal();
      const words = command.split(' ').filter((word) => word !== 'dxcp' && !word.startsWith('<'));
      const { code, out } = await dxcp(...words, '--help');
      expect(code).toBe(0);
      expect(out).toContain(`$ dxcp ${words.join(' ')}`);
    },
  );
});
