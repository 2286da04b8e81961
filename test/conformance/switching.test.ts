import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { KillSwitchState } from '../../lib/contract/settings.ts';
import { switchOff } from '../../scripts/conformance/configuring.ts';
import { putBack } from '../../scripts/conformance/run.ts';
import { openSuite } from '../../scripts/conformance/suite.ts';

let server: Server | undefined;

afterEach(() => {
  server?.close();
  server?.closeAllConnections();
});

/** A plane that is nothing but its kill switch; it may turn it and then say nothing. */
const openSwitch = async () => {
  const plane: { state: KillSwitchState; isMute: boolean } = {
    state: { mutationsDisabled: false, revision: 1 },
    isMute: false,
  };
  server = createServer((request, response) => {
    const answer = () => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(plane.state));
    };
    if (request.method === 'GET') return answer();
    request.on('data', (body) => {
      plane.state = { ...JSON.parse(String(body)), updatedBy: 'conformance', revision: plane.state.revision + 1 };
      if (plane.isMute) request.socket.destroy();
      else answer();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('It has no port');
  const baseUrl = `http://127.0.0.1:${address.port}`;
  const keyring = { tokens: { admin: 'a.b.c' } };
  return { plane, suite: openSuite({ baseUrl, signedUrl: baseUrl, keyring, isActive: true, wishes: {} }) };
};

describe('The kill switch of a plane that is held to the contract', () => {
  it.each([{ isMute: false }, { isMute: true }])(
    'is turned back, its answer lost or not: $isMute',
    async ({ isMute }) => {
      const { plane, suite } = await openSwitch();
      plane.isMute = isMute;
      await switchOff(suite).catch(() => undefined);
      expect(plane.state.mutationsDisabled).toBe(true);
      plane.isMute = false;
      await putBack(suite);
      expect(plane.state.mutationsDisabled).toBe(false);
      expect(suite.left).toEqual([]);
    },
  );

  it('stays off when somebody else has switched it off for a reason of their own', async () => {
    const { plane, suite } = await openSwitch();
    await switchOff(suite);
    const others = {
      mutationsDisabled: true,
      reason: 'Something is on fire',
      updatedBy: 'ada@example.com',
      revision: 3,
    };
    plane.state = others;
    await putBack(suite);
    expect(plane.state).toBe(others);
    expect(suite.left).toEqual(['CHANGES ARE STILL SWITCHED OFF: by ada@example.com, who says: Something is on fire']);
  });
});
