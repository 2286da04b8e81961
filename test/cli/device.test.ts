import { afterEach, describe, expect, it } from 'vitest';
import { signInByDevice } from '../../bin/cli/sign-in/device.ts';
import { type ScriptedPlane, type Scripts, startScriptedPlane } from './scripted-plane.ts';
import { scriptedTerminal } from './scripted-terminal.ts';

let site: ScriptedPlane | undefined;
afterEach(() => site?.close());

/** A site whose issuer is itself, and that hands out the token by these answers, one after the other. */
const startSite = async (...answers: { status: number; body: unknown }[]) => {
  const scripts: Scripts = {
    'GET /config.json': () => ({ status: 200, body: { issuer: site?.url, clientId: 'dxcp-cli', scope: 'openid' } }),
    'GET /.well-known/openid-configuration': () => ({
      status: 200,
      body: { token_endpoint: `${site?.url}/token`, device_authorization_endpoint: `${site?.url}/device` },
    }),
    'POST /device': () => ({
      status: 200,
      body: {
        device_code: 'd-1',
        user_code: 'WDJB-MJHT',
        verification_uri: 'https://id.example.com/device',
        expires_in: 600,
        interval: 5,
      },
    }),
    'POST /token': () => answers.shift() ?? { status: 400, body: { error: 'authorization_pending' } },
  };
  site = await startScriptedPlane(scripts);
  return site;
};

const pending = { status: 400, body: { error: 'authorization_pending' } };

describe('signing in by another device', () => {
  it('shows where to confirm, waits for it, and slows down when asked', async () => {
    const { url } = await startSite(
      pending,
      { status: 400, body: { error: 'slow_down' } },
      { status: 200, body: { access_token: 'a-token', expires_in: 60 } },
    );
    const { terminal, written } = await scriptedTerminal();
    expect(await signInByDevice(url, terminal)).toEqual({ token: 'a-token', expiresAt: '2026-11-21T09:31:20.000Z' });
    expect(written().err).toBe('Open https://id.example.com/device and confirm the code WDJB-MJHT\n');
  });

  it('ends when the person says no, and when nobody says anything', async () => {
    const denied = { status: 400, body: { error: 'access_denied', error_description: 'The person said no.' } };
    const { url } = await startSite(denied);
    const { terminal } = await scriptedTerminal();
    await expect(signInByDevice(url, terminal)).rejects.toThrow('The person said no.');
    await expect(signInByDevice(url, terminal)).rejects.toThrow('Nobody confirmed in time.');
  });

  it('says what else there is where a site names no issuer', async () => {
    site = await startScriptedPlane({});
    const { terminal } = await scriptedTerminal();
    await expect(signInByDevice(site.url, terminal)).rejects.toThrow('DXCP_TOKEN');
  });
});
