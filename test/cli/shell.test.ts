import { afterEach, describe, expect, it } from 'vitest';
import { routes } from '../../lib/contract/routes.ts';
import { aDeployment, refusals, whoIs } from './examples.ts';
import { answerOf, problemOf, type ScriptedPlane, type Scripts, startScriptedPlane } from './scripted-plane.ts';
import { scriptedTerminal } from './scripted-terminal.ts';

let plane: ScriptedPlane | undefined;
afterEach(() => plane?.close());

const start = async (scripts: Scripts) => {
  plane = await startScriptedPlane(scripts);
  return plane;
};

describe('what the shell gets', () => {
  it('is 2 for a command that was not understood', async () => {
    const { dxcp } = await scriptedTerminal();
    expect((await dxcp('deploy', 'demo-service')).code).toBe(2);
    expect((await dxcp('conjure')).code).toBe(2);
    expect((await dxcp('deployments', '--state', 'HAPPY')).code).toBe(2);
    expect((await dxcp('whoami', '--url', 'http://dxcp.example.com')).code).toBe(2);
  });

  it('is 3 when a validation says no', async () => {
    const notes = ['This engine cannot stop work once it has begun.'];
    const { url } = await start({
      'POST /v1/deployments/validate': () =>
        answerOf('deployments.validate', { allowed: false, refusals, checks: [], resolved: {}, running: null, notes }),
    });
    const { dxcp } = await scriptedTerminal({ url });
    const { code, out } = await dxcp('validate', 'demo-service', '1.1.0', 'sandbox');
    expect(code).toBe(3);
    expect(out).toContain(notes[0]);
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
