import { expect, test } from 'vitest';
import { tellingTime } from '../../../lib/local/gateway/plane-time.ts';

const request = { method: 'GET', url: '/v1/health', headers: {}, body: Buffer.alloc(0) };
const serve = async () => ({ status: 200, headers: { 'x-request-id': 'r' }, body: '' });
const now = () => Date.UTC(2026, 10, 21, 15, 4, 5, 678);

test.each([
  [1, undefined],
  [4, '4'],
])(
  'Each answer of a plane at speed %d tells its time, and its speed when it is not the usual one',
  async (speed, told) => {
    const { headers } = await tellingTime(serve, { now, speed })(request);
    expect(headers).toMatchObject({ 'x-request-id': 'r', date: 'Sat, 21 Nov 2026 15:04:05 GMT' });
    expect(headers['clock-speed']).toBe(told);
  },
);
