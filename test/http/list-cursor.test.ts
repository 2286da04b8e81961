import { describe, expect, test } from 'vitest';
import { deploymentsList } from '../../lib/contract/routes/deployments/list.ts';
import { servicesList } from '../../lib/contract/routes/services/list.ts';
import { readEndpoint } from '../../lib/http/endpoint.ts';
import { answer } from '../../lib/usecases/result.ts';
import { useLine } from '../usecases/line.ts';
import { call, type Received } from './gateway.ts';
import { needsOf } from './needs.ts';
import { keepRequestLog } from './request-log.ts';

keepRequestLog();

describe('The cursor of a list', () => {
  const line = useLine();
  const asked: (string | undefined)[] = [];
  /** A list that goes on for ever and remembers the cursors it was asked with. */
  const pages = (query: Readonly<Record<string, string>>): Promise<Received> =>
    call(
      readEndpoint(deploymentsList, needsOf(line()), async (request) => {
        asked.push(request.query.cursor);
        return answer({ items: [], nextCursor: 'the.place' });
      }),
      { query },
    );
  const nextOf = ({ body }: Received): string => String(body.nextCursor);

  test('leads on under the same filters, in any order and with any page size', async () => {
    const cursor = nextOf(await pages({ service: 'demo-service', environment: 'sandbox' }));
    const { status } = await pages({ environment: 'sandbox', service: 'demo-service', limit: '7', cursor });
    expect([status, asked.at(-1)]).toEqual([200, 'the.place']);
  });

  test.each([
    ['another value', { service: 'billing-api' }],
    ['one filter more', { service: 'demo-service', state: 'FAILED' }],
    ['one filter less', {}],
  ])('is refused under %s', async (_, filters) => {
    const cursor = nextOf(await pages({ service: 'demo-service' }));
    const { status, body } = await pages({ ...filters, cursor });
    expect([status, body.code]).toEqual([400, 'INVALID_REQUEST']);
    expect(body.fields).toEqual([
      { path: 'query.cursor', message: 'Send nextCursor of the page before, with the same filters' },
    ]);
  });

  test('is refused by another list', async () => {
    const cursor = nextOf(await pages({}));
    const services = readEndpoint(servicesList, needsOf(line()), async () => answer({ items: [] }));
    expect((await call(services, { query: { cursor } })).status).toBe(400);
  });

  test.each(['', 'x', '.', '.the.place', 'AAAAAAAA.the.place'])('is not %j', async (cursor) => {
    expect((await pages({ cursor })).status).toBe(400);
  });
});
