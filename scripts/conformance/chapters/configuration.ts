import { randomUUID } from 'node:crypto';
import { reason } from '../changing.ts';
import { answered, holds, Skipped } from '../claims.ts';
import { changeBinding, changeGroup, removePublishers } from '../configuring.ts';
import { begin } from '../deploying.ts';
import type { Chapter } from '../invariant.ts';
import { create, NO_REVISION, NO_VERSION, NOTHING, validate } from '../requests.ts';
import { unchanged } from '../unchanged.ts';

const TESTS = 'test/authority/authority.test.ts';
const SIMULATION = 'test/simulation/simulation.test.ts';

export const configuration: Chapter = {
  id: 'CONFIG',
  title: 'Configuration',
  about:
    'Guardrails are changed by admins, on the revision they have seen, for a reason, on record, and with effect at once.',
  invariants: [
    {
      id: 'GOV-CONFIG-01',
      title: 'Nobody overwrites what they have not seen',
      given: 'a group, a service, an environment, a recipe and settings',
      when: 'an admin sends each back on a revision that is not the current one',
      promise: 'each is refused as overtaken',
      answers: [{ status: 409, code: 'REVISION_CONFLICT' }],
      needs: ['admin'],
      tests: [TESTS, SIMULATION],
      check: async (suite) => {
        for (const [path, object] of await unchanged(suite)) {
          const answer = await suite.ask('admin', {
            method: 'PUT',
            path,
            body: { ...object, revision: NO_REVISION, reason },
          });
          answered(answer, { status: 409, code: 'REVISION_CONFLICT' });
        }
      },
    },
    {
      id: 'GOV-CONFIG-02',
      title: 'Nothing is reconfigured without a reason',
      given: 'a group, a service, an environment, a recipe and settings',
      when: 'an admin sends each back without a reason, on a revision that is not the current one',
      promise: 'the reason is asked for',
      answers: [{ status: 400, code: 'INVALID_REQUEST' }],
      needs: ['admin'],
      tests: ['test/fuzz/routes.test.ts'],
      check: async (suite) => {
        for (const [path, object] of await unchanged(suite)) {
          const answer = await suite.ask('admin', { method: 'PUT', path, body: { ...object, revision: NO_REVISION } });
          answered(answer, { status: 400, code: 'INVALID_REQUEST' });
          const fields = answer.problem?.fields?.map(({ path: field }) => field) ?? [];
          holds(fields.join() === 'body.reason', 'Only the reason must be missing', fields);
        }
      },
    },
    {
      id: 'GOV-CONFIG-03',
      title: 'A publisher that matches everybody is none',
      given: 'an admin',
      when: 'an entry without any constraint is to be put on the list of publishers, on a revision that is not the current one',
      promise: 'it is called invalid',
      answers: [{ status: 400, code: 'INVALID_REQUEST' }],
      needs: ['admin'],
      tests: ['test/fuzz/routes.test.ts', 'test/domain/registration.test.ts'],
      check: async ({ ask }) => {
        const entries = [{ name: 'everybody', provider: 'conformance', match: {} }];
        const body = { entries, revision: NO_REVISION, reason };
        const path = '/v1/admin/settings/ci-publishers';
        answered(await ask('admin', { method: 'PUT', path, body }), { status: 400, code: 'INVALID_REQUEST' });
      },
    },
    {
      id: 'GOV-CONFIG-04',
      title: 'Who is not on the list of publishers publishes nothing',
      given: 'a CI publisher whose list of publishers was emptied',
      when: 'a build is registered',
      promise: 'it is refused, though the role is that of CI',
      answers: [{ status: 403, code: 'CI_ONLY' }],
      needs: ['ci', 'admin'],
      active: true,
      tests: [TESTS],
      check: async (suite) => {
        await removePublishers(suite);
        const artifact = {
          sha256: '0'.repeat(64),
          sizeBytes: 1,
          contentType: 'application/zip',
          artifactRef: `s3://${NOTHING}/a.zip`,
        };
        const origin = {
          gitSha: '0'.repeat(40),
          gitBranch: 'main',
          ciProvider: 'conformance',
          ciRunId: '1',
          builtAt: '2026-01-01T00:00:00Z',
        };
        const body = { service: NOTHING, version: NO_VERSION, ...artifact, ...origin };
        const answer = await suite.ask('ci', { method: 'POST', path: '/v1/builds/register', body });
        answered(answer, { status: 403, code: 'CI_ONLY' });
      },
    },
    {
      id: 'GOV-CONFIG-05',
      title: 'A change is one revision more, with who and why, and one event that shows it',
      given: 'a delivery group',
      when: 'an admin changes its description',
      promise:
        'its revision is one more; the audit trail has one event with the reason, and with what was before and what is after',
      answers: [{ status: 200 }],
      needs: ['owner', 'admin'],
      active: true,
      tests: [TESTS, SIMULATION],
      check: async (suite) => {
        const description = `Conformance ${randomUUID()}`;
        const { before, after } = await changeGroup(suite, () => ({ description }));
        const { requestId } = suite.seen.at(-1) ?? {};
        holds(after.revision === before.revision + 1, 'The revision must be one more', [
          before.revision,
          after.revision,
        ]);
        const { items } = await suite
          .as('admin')
          .audit.list({ query: { targetId: before.id, type: 'ADMIN_UPDATE', limit: 10 } });
        const events = items.filter((event) => event.requestId === requestId);
        const [event] = events;
        const isWhole =
          events.length === 1 &&
          event?.reason === reason &&
          event.after?.description === description &&
          event.before?.description === before.description;
        holds(isWhole, 'There must be one event with the reason, before and after', events);
      },
    },
    {
      id: 'GOV-CONFIG-06',
      title: 'A guardrail holds from the moment it is set',
      given: 'an environment that was closed to the group a moment ago, after a deployment was admitted',
      when: 'a deployment to it is asked for with a new key, and the admitted one is sent again with its key',
      promise: 'the new one is refused, by validation as well; the admitted one is answered as it was',
      answers: [{ status: 403, code: 'ENVIRONMENT_DISABLED' }, { status: 201 }],
      needs: ['owner', 'admin'],
      active: true,
      tests: ['test/usecases/idempotency.test.ts', SIMULATION],
      check: async (suite) => {
        const key = randomUUID();
        const { answer, body } = await begin(suite, { key });
        await changeBinding(suite, () => ({ enabled: false }));
        answered(await suite.ask('owner', create(body)), { status: 403, code: 'ENVIRONMENT_DISABLED' });
        const validated = await suite.ask('owner', validate(body));
        holds(validated.text.includes('ENVIRONMENT_DISABLED'), 'Validation must refuse it, too', validated.text);
        const again = await suite.ask('owner', create(body, { key }));
        answered(again, { status: 201 });
        holds(again.text === answer.text, 'The first answer must be repeated', again.text);
      },
    },
    {
      id: 'GOV-CONFIG-07',
      title: 'A service is in one delivery group',
      given: 'a service of another delivery group',
      when: 'an admin puts it into this one as well',
      promise: 'it is refused, and the refusal names the group that has it',
      answers: [{ status: 409, code: 'SERVICE_ALREADY_ASSIGNED' }],
      needs: ['owner', 'admin'],
      active: true,
      tests: [TESTS],
      check: async (suite) => {
        const { group, foreign } = await suite.place();
        if (!foreign) throw new Skipped('There is no other delivery group with a service');
        const path = `/v1/delivery-groups/${group.id}`;
        const { revision } = await suite.as('admin').deliveryGroups.get({ params: { groupId: group.id } });
        const own = (await unchanged(suite)).get(path);
        const body = { ...own, services: [...group.services, foreign.service], revision, reason };
        const answer = await suite.ask('admin', { method: 'PUT', path, body });
        answered(answer, { status: 409, code: 'SERVICE_ALREADY_ASSIGNED' });
        holds(answer.text.includes(foreign.groupId), `The refusal must name ${foreign.groupId}`, answer.text);
      },
    },
  ],
};
