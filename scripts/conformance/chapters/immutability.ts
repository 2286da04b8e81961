import { answered, holds } from '../claims.ts';
import type { Chapter } from '../invariant.ts';
import { NO_DEPLOYMENT, NO_VERSION, NOTHING } from '../requests.ts';
import type { Suite } from '../suite.ts';

const METHODS = ['POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Nothing but reading is possible there; the answer says so. */
const onlyReads = async ({ ask }: Suite, path: string, methods: readonly string[] = METHODS): Promise<void> => {
  for (const method of methods) {
    const answer = await ask('admin', { method, path, body: {} });
    answered(answer, { status: 405, code: 'METHOD_NOT_ALLOWED' });
    const allow = answer.headers.get('allow') ?? '';
    holds(allow.split(', ').includes('GET'), `${answer.about} must name GET in Allow`, allow);
    holds(!allow.includes(method), `${answer.about} must not name ${method} in Allow`, allow);
  }
};

const ROUTES = 'test/http/answers.test.ts';

export const immutability: Chapter = {
  id: 'FIXED',
  title: 'Immutability',
  about:
    'What was recorded stays as it was recorded. There is no route that changes a deployment, a build or an audit event.',
  invariants: [
    {
      id: 'GOV-FIXED-01',
      title: 'A deployment is not edited',
      given: 'an admin',
      when: 'a deployment is written to with POST, PUT, PATCH or DELETE',
      promise: 'the method is not allowed, and the answer names those that are',
      answers: [{ status: 405, code: 'METHOD_NOT_ALLOWED' }],
      needs: ['admin'],
      tests: [ROUTES],
      check: (suite) => onlyReads(suite, `/v1/deployments/${NO_DEPLOYMENT}`),
    },
    {
      id: 'GOV-FIXED-02',
      title: 'What happened is not edited',
      given: 'an admin',
      when: 'the timeline or the failures of a deployment are written to',
      promise: 'the method is not allowed',
      answers: [{ status: 405, code: 'METHOD_NOT_ALLOWED' }],
      needs: ['admin'],
      tests: [ROUTES],
      check: async (suite) => {
        await onlyReads(suite, `/v1/deployments/${NO_DEPLOYMENT}/timeline`);
        await onlyReads(suite, `/v1/deployments/${NO_DEPLOYMENT}/failures`);
      },
    },
    {
      id: 'GOV-FIXED-03',
      title: 'A build is not edited',
      given: 'an admin',
      when: 'a registered build is written to',
      promise: 'the method is not allowed',
      answers: [{ status: 405, code: 'METHOD_NOT_ALLOWED' }],
      needs: ['admin'],
      tests: [ROUTES, 'test/usecases/register-build.test.ts'],
      check: (suite) => onlyReads(suite, `/v1/services/${NOTHING}/builds/${NO_VERSION}`),
    },
    {
      id: 'GOV-FIXED-04',
      title: 'The audit trail is not edited',
      given: 'an admin',
      when: 'the audit trail is written to',
      promise: 'the method is not allowed, and a single event has no address to write to',
      answers: [
        { status: 405, code: 'METHOD_NOT_ALLOWED' },
        { status: 404, code: 'NOT_FOUND' },
      ],
      needs: ['admin'],
      tests: [ROUTES, 'test/stacks/stacks.test.ts'],
      check: async (suite) => {
        await onlyReads(suite, '/v1/audit/events');
        for (const method of METHODS) {
          const answer = await suite.ask('admin', { method, path: `/v1/audit/events/${NOTHING}`, body: {} });
          answered(answer, { status: 404, code: 'NOT_FOUND' });
        }
      },
    },
  ],
};
