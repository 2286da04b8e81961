import { beforeAll, describe, expect, it, test } from 'vitest';
import { holdsSecret } from '../../lib/http/auth/engine-secret.ts';

const SECRET = 'c2VjcmV0-of_the.engine';
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

describe('The secret of the engine', () => {
  test.each([`Bearer ${SECRET}`, `bearer  ${SECRET} `, basic(`spinnaker:${SECRET}`), basic(`:${SECRET}`)])(
    'is held by %s',
    (header) => {
      expect(holdsSecret(header, SECRET)).toBe(true);
    },
  );

  test.each([
    undefined,
    '',
    SECRET,
    `Bearer ${SECRET}x`,
    `Bearer ${SECRET.slice(1)}`,
    `Bearer ${SECRET.toUpperCase()}`,
    `Bearer ${SECRET} more`,
    'Bearer ',
    basic(SECRET),
    basic(`${SECRET}:`),
    basic(`user:${SECRET}x`),
    `Digest ${SECRET}`,
    'Basic %%%',
  ])('is not held by %s', (header) => {
    expect(holdsSecret(header, SECRET)).toBe(false);
  });

  test.each([undefined, '', ' ', '\n'])('lets nobody in when none is configured (%j)', (secret) => {
    for (const header of ['Bearer undefined', 'Bearer ', basic('user:'), basic('user:undefined'), undefined]) {
      expect(holdsSecret(header, secret)).toBe(false);
    }
  });

  test('may have been put from a file that ends with a line break', () => {
    for (const end of ['\n', '\r\n', ' ']) expect(holdsSecret(`Bearer ${SECRET}`, `${SECRET}${end}`)).toBe(true);
  });

  test('may hold a colon', () => {
    expect(holdsSecret(basic('user:a:b'), 'a:b')).toBe(true);
  });
});

describe('The authorizer of events', () => {
  let handler: typeof import('../../functions/auth/engine-events.ts').handler;
  beforeAll(async () => {
    process.env.DXCP_ENGINE_EVENTS_SECRET = SECRET;
    ({ handler } = await import('../../functions/auth/engine-events.ts'));
  });

  it('lets the engine in, without telling who it is', async () => {
    expect(await handler({ headers: { authorization: basic(`any:${SECRET}`) } })).toEqual({ isAuthorized: true });
  });

  it('refuses everybody else by the message that the gateway turns into 401', async () => {
    for (const headers of [{}, { authorization: 'Bearer a.b.c' }, { authorization: basic('any:wrong') }]) {
      await expect(handler({ headers })).rejects.toThrow(/^Unauthorized$/);
    }
  });
});
