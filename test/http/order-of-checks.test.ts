import { describe, expect, test } from 'vitest';
import { problem } from '../../lib/contract/problem.ts';
import { buildsRegister } from '../../lib/contract/routes/builds/register.ts';
import { deploymentsCancel } from '../../lib/contract/routes/deployments/cancel.ts';
import { deploymentsCreate } from '../../lib/contract/routes/deployments/create.ts';
import { deploymentsValidate } from '../../lib/contract/routes/deployments/validate.ts';
import { environmentsDelete } from '../../lib/contract/routes/environments/delete.ts';
import { servicesVersions } from '../../lib/contract/routes/services/versions.ts';
import { mutationEndpoint, readEndpoint } from '../../lib/http/endpoint.ts';
import { publisherDenial } from '../../lib/http/role-check.ts';
import { cancel } from '../../lib/usecases/cancel.ts';
import { deleteEnvironment } from '../../lib/usecases/configure/environments.ts';
import { deploy, validate } from '../../lib/usecases/deploy.ts';
import { registerBuild } from '../../lib/usecases/register-build.ts';
import { anEnvironment } from '../builders/config.ts';
import { anAdmin, anObserver, anOwner, aPublisher, aStranger } from '../usecases/callers.ts';
import { anIntent, type Line, useLine } from '../usecases/line.ts';
import { call, type Received, type Sent } from './gateway.ts';
import { needsOf } from './needs.ts';
import { keepRequestLog } from './request-log.ts';

const create = (line: Line, sent: Sent) =>
  call(
    mutationEndpoint(deploymentsCreate, needsOf(line), (request) => deploy(line.world, request)),
    { method: 'POST', path: '/v1/deployments', ...sent },
  );

const broken = { service: 'Not A Slug', environment: '', changeSummary: '', surprise: true };
const unwanted = anIntent({ version: '9.9.9', recipeId: 'unknown' });
const key = { 'idempotency-key': 'key-1' };
const outcome = ({ status, body }: Received) => [status, body.code];

keepRequestLog();

describe('A request that is wrong in several ways', () => {
  const line = useLine();

  test('is told about its role first, then its key, then the kill switch, its fields, and the rules last', async () => {
    await line().switchChanges({});
    const { role: _role, ...roleless } = anOwner();
    expect(outcome(await create(line(), { caller: roleless, body: broken }))).toEqual([403, 'AUTHZ_ROLE_REQUIRED']);
    expect(outcome(await create(line(), { caller: 'nobody', body: broken }))).toEqual([403, 'AUTHZ_ROLE_REQUIRED']);
    expect(outcome(await create(line(), { caller: anObserver(), body: broken }))).toEqual([403, 'ROLE_FORBIDDEN']);
    expect(outcome(await create(line(), { caller: aPublisher(), body: broken }))).toEqual([403, 'ROLE_FORBIDDEN']);
    expect(outcome(await create(line(), { body: broken }))).toEqual([400, 'IDMP_KEY_REQUIRED']);
    expect(outcome(await create(line(), { headers: key, body: broken }))).toEqual([503, 'MUTATIONS_DISABLED']);
    await line().switchChanges({ mutationsDisabled: false, epoch: 2 });
    expect(outcome(await create(line(), { headers: key, body: broken }))).toEqual([400, 'INVALID_REQUEST']);
    expect(outcome(await create(line(), { headers: key, body: unwanted, caller: aStranger() }))).toEqual([
      403,
      'DELIVERY_GROUP_SCOPE_REQUIRED',
    ]);
    expect(outcome(await create(line(), { headers: key, body: unwanted }))).toEqual([404, 'RECIPE_NOT_FOUND']);
    expect(outcome(await create(line(), { headers: key, body: anIntent() }))).toEqual([201, undefined]);
    expect(line().engine.calls).toEqual([]);
  });

  test('gets a stored answer before the kill switch, and a conflict before its fields', async () => {
    const first = await create(line(), { headers: key, body: anIntent() });
    await line().switchChanges({});
    const again = await create(line(), { headers: key, body: anIntent() });
    expect([again.status, again.text]).toEqual([201, first.text]);
    expect(outcome(await create(line(), { headers: key, body: broken }))).toEqual([409, 'IDEMPOTENCY_CONFLICT']);
  });

  test('gets all of its field errors at once', async () => {
    const { body } = await create(line(), { headers: key, body: broken });
    const paths = problem.parse(body).fields?.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining(['body.service', 'body.environment', 'body.version', 'body.changeSummary']),
    );
    expect(JSON.stringify(body.fields)).toContain('surprise');
    expect(body.fields).toContainEqual({ path: 'body.version', message: 'is required' });
    const cancelDoor = mutationEndpoint(deploymentsCancel, needsOf(line()), (request) => cancel(line().world, request));
    const both = await call(cancelDoor, { params: { id: 'x' }, headers: key, body: { reason: '', more: 1 } });
    expect(problem.parse(both.body).fields?.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['path.id', 'body.reason', 'body']),
    );
  });

  test('gets all refusals of the rules, the first of which gives status and code', async () => {
    const { status, body } = await create(line(), { headers: key, body: unwanted });
    const { code, refusals } = problem.parse(body);
    expect([status, code]).toEqual([404, 'RECIPE_NOT_FOUND']);
    expect(refusals?.map((refusal) => refusal.code)).toEqual(['RECIPE_NOT_FOUND', 'VERSION_NOT_FOUND']);
  });
});

describe('An Idempotency-Key', () => {
  const line = useLine();

  test.each(['', ' ', 'a b', 'ä', 'x'.repeat(129), 'a/b', 'a\n'])('%j is none', async (bad) => {
    const { status, body } = await create(line(), { headers: { 'idempotency-key': bad }, body: anIntent() });
    expect([status, body.code]).toEqual([400, 'IDMP_KEY_REQUIRED']);
    expect(await line().deployments()).toEqual([]);
  });

  test('tells the same request in another layout from another request', async () => {
    const { service, environment, version, changeSummary } = anIntent();
    const first = await create(line(), { headers: key, body: { service, environment, version, changeSummary } });
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    const text = JSON.stringify({ changeSummary, version, environment, service }, null, 2);
    const second = await create(line(), { headers: key, body: text });
    expect([second.status, second.text]).toEqual([201, first.text]);
    expect(second.headers['idempotency-replayed']).toBe('true');
    const encoded = await create(line(), { headers: key, body: text, base64: true });
    expect(encoded.headers['idempotency-replayed']).toBe('true');
    const other = await create(line(), {
      headers: key,
      body: { service, environment, version, changeSummary: 'Other' },
    });
    expect(other.status).toBe(409);
  });
});

describe('A change that is described in its query', () => {
  const line = useLine({ environments: [anEnvironment(), anEnvironment({ name: 'spare' })] });
  const remove = (query: Readonly<Record<string, string>>) =>
    call(
      mutationEndpoint(environmentsDelete, needsOf(line()), (request) => deleteEnvironment(line().world, request)),
      { method: 'DELETE', caller: anAdmin(), headers: key, params: { environment: 'spare' }, query },
    );

  test('is another one with another query, and the same one with the same', async () => {
    const query = { revision: '1', reason: 'Not needed any more' };
    expect(outcome(await remove(query))).toEqual([200, undefined]);
    expect((await remove({ reason: query.reason, revision: '1' })).headers['idempotency-replayed']).toBe('true');
    expect(outcome(await remove({ ...query, reason: 'By mistake' }))).toEqual([409, 'IDEMPOTENCY_CONFLICT']);
    expect(outcome(await remove({ ...query, revision: '7' }))).toEqual([409, 'IDEMPOTENCY_CONFLICT']);
  });
});

describe('A publisher', () => {
  const line = useLine({ publishers: { entries: [], revision: 1 } });
  const role = { kind: 'aws', accountId: '123456789012', roleName: 'pipeline' } as const;

  test('who is in no entry is told so before anything else of the request is looked at', async () => {
    const door = mutationEndpoint(buildsRegister, needsOf(line()), (request) => registerBuild(line().world, request));
    await line().switchChanges({});
    expect(outcome(await call(door, { caller: aPublisher(), body: broken }))).toEqual([403, 'CI_ONLY']);
    expect((await line().audit()).map(({ code }) => code)).toEqual(['CI_ONLY']);
  });

  test('who signs with a role that is in no entry reads nothing either', async () => {
    const ask = { route: servicesVersions, caller: aPublisher({ identity: role }) };
    expect(await publisherDenial(needsOf(line()), ask)).toMatchObject({ code: 'CI_ONLY' });
    const entries = [
      { name: 'pipeline', provider: 'aws', match: { accountId: role.accountId, roleName: role.roleName } },
    ];
    await line().configure({ publishers: { entries, revision: 2 } });
    expect(await publisherDenial(needsOf(line()), ask)).toBeUndefined();
  });
});

describe('A validation', () => {
  const line = useLine();
  const door = (sent: Sent) =>
    call(
      readEndpoint(deploymentsValidate, needsOf(line()), (request) => validate(line().world, request)),
      { method: 'POST', path: '/v1/deployments/validate', ...sent },
    );

  test('needs no key, answers 200 whatever it finds, and writes nothing', async () => {
    await line().switchChanges({});
    const answer = await door({ body: unwanted });
    expect(answer.status).toBe(200);
    expect(deploymentsValidate.response.parse(answer.body).refusals.map(({ code }) => code)).toEqual([
      'MUTATIONS_DISABLED',
      'RECIPE_NOT_FOUND',
      'VERSION_NOT_FOUND',
    ]);
    expect(await line().audit()).toEqual([]);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test('is refused like everything else for its role and its fields', async () => {
    expect(outcome(await door({ caller: anObserver(), body: broken }))).toEqual([403, 'ROLE_FORBIDDEN']);
    expect(outcome(await door({ body: broken }))).toEqual([400, 'INVALID_REQUEST']);
  });
});
