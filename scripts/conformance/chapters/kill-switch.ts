import { randomUUID } from 'node:crypto';
import { answered, holds } from '../claims.ts';
import { switchOff, switchOn } from '../configuring.ts';
import { begin, quiet, underWay } from '../deploying.ts';
import type { Chapter } from '../invariant.ts';
import { create, filled, get, intentOf, mutations, NO_DEPLOYMENT, NO_REVISION, validate } from '../requests.ts';

const OFF = { status: 503, code: 'MUTATIONS_DISABLED' } as const;
const SWITCH = '/v1/admin/settings/kill-switch';
const TESTS = 'test/usecases/kill-switch.test.ts';
const ORDER = 'test/http/order-of-checks.test.ts';
const SIMULATION = 'test/simulation/simulation.test.ts';

export const killSwitch: Chapter = {
  id: 'KILL',
  title: 'Kill switch',
  about:
    'One switch stops every change of the plane. Once it has answered, nothing is admitted anywhere until it is turned back.',
  invariants: [
    {
      id: 'GOV-KILL-01',
      title: 'It is not turned without a reason',
      given: 'an admin',
      when: 'the switch is turned to where it is, without a reason',
      promise: 'the reason is asked for',
      answers: [{ status: 400, code: 'INVALID_REQUEST' }],
      needs: ['admin'],
      tests: [TESTS, 'test/fuzz/routes.test.ts'],
      check: async ({ ask, as }) => {
        const { mutationsDisabled } = await as('admin').settings.killSwitch();
        const answer = await ask('admin', { method: 'PUT', path: SWITCH, body: { mutationsDisabled } });
        answered(answer, { status: 400, code: 'INVALID_REQUEST' });
      },
    },
    {
      id: 'GOV-KILL-02',
      title: 'Switched off, nothing is changed',
      given: 'changes that are switched off',
      when: 'every route that changes something is called by who may, with a key, and with a body that is not JSON',
      promise: 'each is refused for the switch, before its body is looked at, and says when to try again',
      answers: [OFF],
      needs: ['admin', 'ci'],
      active: true,
      tests: [TESTS, ORDER],
      check: async (suite) => {
        await switchOff(suite);
        for (const route of mutations.filter(({ exemptFromKillSwitch }) => !exemptFromKillSwitch)) {
          const { method } = route;
          const who = route.permission === 'ci' ? 'ci' : 'admin';
          const answer = await suite.ask(who, { method, path: filled(route), body: '{' });
          answered(answer, OFF);
          const retryAfter = answer.headers.get('retry-after');
          holds(Number(retryAfter) > 0, `${answer.about} must carry Retry-After`, retryAfter ?? 'none');
        }
      },
    },
    {
      id: 'GOV-KILL-03',
      title: 'Switched off, a deployment that would be admitted is not',
      given: 'changes that are switched off, and a place with nothing under way',
      when: 'an owner asks for a deployment that is right in every way',
      promise: 'it is refused, and nothing is under way or counted',
      answers: [OFF],
      needs: ['owner', 'admin'],
      active: true,
      tests: [TESTS, SIMULATION],
      check: async (suite) => {
        const body = intentOf(await quiet(suite));
        const { deployments } = suite.as('owner');
        const before = (await deployments.validate({ body })).policy?.used;
        await switchOff(suite);
        const answer = await suite.ask('owner', create(body));
        if (answer.status === 201) underWay(suite, answer);
        answered(answer, OFF);
        const after = (await deployments.validate({ body })).policy?.used;
        holds(JSON.stringify(before) === JSON.stringify(after), 'Nothing must be counted', { before, after });
      },
    },
    {
      id: 'GOV-KILL-04',
      title: 'Stopping, looking and switching back work all the same',
      given: 'changes that are switched off',
      when: 'something that does not exist is canceled, deployments are read, and the switch is turned without a reason',
      promise: 'none is refused for the switch',
      answers: [{ status: 404, code: 'NOT_FOUND' }, { status: 200 }, { status: 400, code: 'INVALID_REQUEST' }],
      needs: ['owner', 'admin'],
      active: true,
      tests: [TESTS],
      check: async (suite) => {
        await switchOff(suite);
        const cancel = { method: 'POST', path: `/v1/deployments/${NO_DEPLOYMENT}/cancel`, body: {} };
        answered(await suite.ask('owner', cancel), { status: 404, code: 'NOT_FOUND' });
        answered(await suite.ask('owner', get('/v1/deployments')), { status: 200 });
        const turn = { method: 'PUT', path: SWITCH, body: { mutationsDisabled: true } };
        answered(await suite.ask('admin', turn), { status: 400, code: 'INVALID_REQUEST' });
      },
    },
    {
      id: 'GOV-KILL-05',
      title: 'Everybody is told, with the reason',
      given: 'changes that are switched off for a reason',
      when: 'an owner validates a deployment and an observer reads the settings',
      promise:
        'validation answers 200 and refuses first for the switch; the settings tell that changes are off, and why',
      answers: [{ status: 200 }],
      needs: ['owner', 'observer', 'admin'],
      active: true,
      tests: [TESTS, 'test/usecases/reading.test.ts'],
      check: async (suite) => {
        await switchOff(suite);
        const answer = await suite.ask('owner', validate(intentOf(await suite.place())));
        answered(answer, { status: 200 });
        holds(
          answer.text.includes('"refusals":[{"code":"MUTATIONS_DISABLED"'),
          'The switch must be the first refusal',
          answer.text,
        );
        const { mutationsDisabled, mutationsDisabledReason } = await suite.as('observer').settings.public();
        const { reason } = await suite.as('admin').settings.killSwitch();
        const isTold = mutationsDisabled && reason !== undefined && mutationsDisabledReason === reason;
        holds(isTold, 'The settings must tell that changes are off, and why', {
          mutationsDisabled,
          mutationsDisabledReason,
        });
      },
    },
    {
      id: 'GOV-KILL-06',
      title: 'Role and key come before the switch, a stored answer as well',
      given: 'changes that are switched off after a deployment was admitted',
      when: 'an observer asks to deploy, an owner does without a key, and the admitted request is sent again with its key',
      promise: 'the one is refused by the role, the other for the key, and the third is answered as it was',
      answers: [{ status: 403, code: 'ROLE_FORBIDDEN' }, { status: 400, code: 'IDMP_KEY_REQUIRED' }, { status: 201 }],
      needs: ['owner', 'observer', 'admin'],
      active: true,
      tests: [ORDER, 'test/usecases/idempotency.test.ts'],
      check: async (suite) => {
        const key = randomUUID();
        const { answer, body } = await begin(suite, { key });
        await switchOff(suite);
        answered(await suite.ask('observer', create('{', { key: null })), { status: 403, code: 'ROLE_FORBIDDEN' });
        answered(await suite.ask('owner', create('{', { key: null })), { status: 400, code: 'IDMP_KEY_REQUIRED' });
        const again = await suite.ask('owner', create(body, { key }));
        answered(again, { status: 201 });
        holds(again.text === answer.text, 'The first answer must be repeated', again.text);
      },
    },
    {
      id: 'GOV-KILL-07',
      title: 'Each turn is on record with its reason, and switched back everything works',
      given: 'changes that are switched off and on again',
      when: 'the audit trail is asked for the switch, and a deployment is asked for',
      promise: 'each turn has one event with who and why, and the deployment is admitted',
      answers: [{ status: 201 }],
      needs: ['owner', 'admin'],
      active: true,
      tests: [TESTS, SIMULATION],
      check: async (suite) => {
        await quiet(suite);
        const turns = suite.seen.length;
        await switchOn(suite, await switchOff(suite));
        const requests = suite.seen
          .slice(turns)
          .filter(({ about }) => about.startsWith(`PUT ${SWITCH}`))
          .map(({ requestId }) => requestId);
        const { items } = await suite.as('admin').audit.list({ query: { type: 'ADMIN_CONFIG_CHANGE', limit: 20 } });
        for (const requestId of requests) {
          const events = items.filter((event) => event.requestId === requestId);
          const isWhole =
            events.length === 1 && events[0]?.reason !== undefined && events[0].actorRole === 'PLATFORM_ADMIN';
          holds(isWhole, `There must be one event of request ${requestId}, with the reason`, events);
        }
        await begin(suite);
      },
    },
    {
      id: 'GOV-KILL-08',
      title: 'A stop is lifted by who has seen it',
      given: 'changes that are switched off for a reason',
      when: 'an admin switches them on again on a revision of the switch that is not the current one',
      promise: 'it is refused as overtaken and says why changes are off, which they still are',
      answers: [{ status: 409, code: 'REVISION_CONFLICT' }],
      needs: ['admin'],
      active: true,
      tests: ['test/domain/configure/settings.test.ts'],
      check: async (suite) => {
        const { reason, revision } = await switchOff(suite);
        const body = { mutationsDisabled: false, reason: 'Something else is over', revision: NO_REVISION };
        const answer = await suite.ask('admin', { method: 'PUT', path: SWITCH, body });
        answered(answer, { status: 409, code: 'REVISION_CONFLICT' });
        holds(answer.text.includes(reason ?? 'a reason'), 'It must say why changes are off', answer.text);
        const now = await suite.as('admin').settings.killSwitch();
        holds(now.mutationsDisabled && now.revision === revision, 'Changes must still be off', now);
      },
    },
  ],
};
