import { expect, test } from 'vitest';
import { createSpinnakerTrial } from '../../../../lib/adapters/spinnaker/trial.ts';
import { engineCheck } from '../../../../lib/contract/routes/engine/check.ts';
import { readEndpoint } from '../../../../lib/http/endpoint.ts';
import { checkEngine } from '../../../../lib/usecases/reading/engine-check.ts';
import { call, type Sent } from '../../../http/gateway.ts';
import { needsOf } from '../../../http/needs.ts';
import { keepRequestLog } from '../../../http/request-log.ts';
import { anAdmin, anObserver, anOwner, aPublisher } from '../../../usecases/callers.ts';
import { useLine } from '../../../usecases/line.ts';
import { type Configured, readerOf } from './configured.ts';
import { gateThat, serve } from './servers.ts';

const line = useLine();
const log = keepRequestLog();

const post = (values: Configured, sent: Sent) =>
  call(
    readEndpoint(engineCheck, needsOf(line()), ({ body }) =>
      checkEngine(async () => createSpinnakerTrial({ read: readerOf(values) }), body),
    ),
    { method: 'POST', path: '/v1/admin/engine/check', caller: anAdmin(), ...sent },
  );

test('A check is for admins; whoever else asks calls nothing and is on record', async () => {
  const gate = await serve(gateThat(() => true));
  const values = { '/engine/url': gate.url };
  for (const caller of [anOwner(), anObserver(), aPublisher(), 'nobody' as const]) {
    expect((await post(values, { caller })).status).toBe(403);
  }
  expect(gate.seen).toEqual([]);
  const denials = (await line().audit()).filter(({ outcome }) => outcome === 'DENIED');
  expect(denials.map(({ actorRole }) => actorRole)).toEqual(['DELIVERY_OWNER', 'OBSERVER', 'CI_PUBLISHER']);
});

test('A check needs neither key nor body, stores nothing and is not to be kept', async () => {
  const gate = await serve(gateThat(() => true));
  const values = { '/engine/url': gate.url };
  for (const body of [undefined, '', '{}']) {
    const { status, headers, body: check } = await post(values, { body });
    expect([status, check.ok, headers['cache-control']]).toEqual([200, true, 'no-store']);
  }
  expect(await line().audit()).toEqual([]);
});

test('A check answers while changes are switched off', async () => {
  const gate = await serve(gateThat(() => true));
  await line().switchChanges({});
  expect((await post({ '/engine/url': gate.url }, {})).body.ok).toBe(true);
});

test('An engine out of reach is an answer, what may not be called is a problem of the field', async () => {
  const away = await post({ '/engine/url': 'http://127.0.0.1:9' }, {});
  expect([away.status, away.body.ok]).toEqual([200, false]);
  const body = { url: 'https://169.254.169.254', auth: { kind: 'none' } };
  const refused = await post({ '/engine/url': 'http://127.0.0.1:9' }, { body });
  expect(refused).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST', fields: [{ path: 'body.url' }] } });
});

test('What is proposed is neither logged nor repeated, well-formed or not', async () => {
  const gate = await serve(gateThat(() => false));
  const values = { '/engine/url': gate.url };
  const answers = await Promise.all(
    [
      { auth: { kind: 'bearer', secret: 'hunter2' } },
      { auth: { kind: 'bearer', secret: { nested: 'hunter2' } } },
      { auth: { kind: 'basic', secret: 'hunter2' } },
      { auth: { kind: 'mtls', certificate: 'hunter2', key: 'hunter2' } },
      { auth: { kind: 'hunter2' } },
      { url: 'https://user:hunter2@gate.example', auth: { kind: 'none' } },
      '{"auth": {"secret": "hunter2"',
    ].map((body) => post(values, { body })),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 400, 400, 400, 400, 400, 400]);
  expect(answers.map(({ text }) => text).join() + log.text()).not.toContain('hunter2');
});

test('A plane whose engine cannot be told, or not be tried, says so', async () => {
  const unreadable = () => Promise.reject(new Error('Configuration parameter /engine/type is not valid'));
  for (const find of [unreadable, async () => undefined]) {
    const result = await checkEngine(find, undefined);
    expect(result).toMatchObject({ kind: 'answered', body: { ok: false, steps: [{ name: 'address', ok: false }] } });
  }
});
