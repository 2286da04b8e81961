import { randomUUID } from 'node:crypto';
import type { Answer } from '../answer.ts';
import { answered, brief, holds } from '../claims.ts';
import { newEnvironment } from '../configuring.ts';
import { begin, figures, quiet, underWay } from '../deploying.ts';
import type { Chapter } from '../invariant.ts';
import { create, filled, intentOf, mutations, NOTHING } from '../requests.ts';

const TESTS = 'test/usecases/idempotency.test.ts';
const SIMULATION = 'test/simulation/simulation.test.ts';
const AT_ONCE = 6;

const idOf = ({ body }: Answer): unknown => (body instanceof Object && 'id' in body ? body.id : undefined);
const isReplayed = ({ headers }: Answer): boolean => headers.get('idempotency-replayed') === 'true';

const addition = (body: object, key = randomUUID()) => ({ method: 'POST', path: '/v1/environments', body, key });

const KEY = { status: 400, code: 'IDMP_KEY_REQUIRED' } as const;
const CONFLICT = { status: 409, code: 'IDEMPOTENCY_CONFLICT' } as const;

export const idempotency: Chapter = {
  id: 'IDEM',
  title: 'Idempotency',
  about: 'One key, one effect, one answer: for a caller and an operation, for 24 hours.',
  invariants: [
    {
      id: 'GOV-IDEM-01',
      title: 'Nothing is changed without a key',
      given: 'somebody who may call the route',
      when: 'a route that changes something is called without an Idempotency-Key',
      promise: 'the key is asked for',
      answers: [KEY],
      needs: ['admin', 'ci'],
      tests: [TESTS, 'test/http/order-of-checks.test.ts'],
      check: async ({ ask }) => {
        for (const route of mutations) {
          const who = route.permission === 'ci' ? 'ci' : 'admin';
          answered(await ask(who, { method: route.method, path: filled(route), key: null, body: {} }), KEY);
        }
      },
    },
    {
      id: 'GOV-IDEM-02',
      title: 'A key that is none is no key',
      given: 'an owner',
      when: 'a deployment of an unknown service is asked for with a key of 129 characters, or with a space or a semicolon in it',
      promise: 'each is refused as if there were no key',
      answers: [KEY],
      needs: ['owner'],
      tests: ['test/fuzz/routes.test.ts'],
      check: async ({ ask }) => {
        for (const key of ['k'.repeat(129), 'two words', 'semi;colon']) {
          answered(await ask('owner', create({ service: NOTHING }, { key })), KEY);
        }
      },
    },
    {
      id: 'GOV-IDEM-03',
      title: 'A refusal is not kept under its key',
      given: 'a key under which a deployment was refused',
      when: 'the same key is used for another request',
      promise: 'it is judged by itself: the key has not been used up',
      answers: [{ status: 403, code: 'SERVICE_NOT_ALLOWLISTED' }],
      needs: ['owner'],
      tests: [TESTS],
      check: async ({ ask }) => {
        const key = randomUUID();
        for (const environment of [NOTHING, `${NOTHING}-either`]) {
          const body = { service: NOTHING, environment, version: '0.0.0', changeSummary: 'Refuse me' };
          const answer = await ask('owner', create(body, { key }));
          answered(answer, { status: 403, code: 'SERVICE_NOT_ALLOWLISTED' });
          holds(!isReplayed(answer), 'A refusal must not be replayed', 'Idempotency-Replayed: true');
        }
      },
    },
    {
      id: 'GOV-IDEM-04',
      title: 'The same request under the same key is answered the same, and done once',
      given: 'an owner whose deployment was admitted',
      when: 'the very same request is sent again with the same key',
      promise: 'the first answer is repeated and says so, and nothing is counted again',
      answers: [{ status: 201 }],
      needs: ['owner'],
      active: true,
      tests: [TESTS, SIMULATION],
      check: async (suite) => {
        const key = randomUUID();
        const { answer, body } = await begin(suite, { key });
        const { used } = await figures(suite);
        const again = await suite.ask('owner', create(body, { key }));
        answered(again, { status: 201 });
        holds(isReplayed(again), 'The repetition must say that it is one', 'no Idempotency-Replayed: true');
        holds(again.text === answer.text, 'The first answer must be repeated', again.text);
        const later = (await figures(suite)).used;
        holds(later.dailyDeploys === used.dailyDeploys, 'Nothing must be counted again', { used, later });
      },
    },
    {
      id: 'GOV-IDEM-05',
      title: 'A key is for one request',
      given: 'an owner whose deployment was admitted',
      when: 'another request is sent with the same key',
      promise: 'it is refused as a conflict, and not answered with the first answer',
      answers: [{ status: 409, code: 'IDEMPOTENCY_CONFLICT' }],
      needs: ['owner'],
      active: true,
      tests: [TESTS, SIMULATION],
      check: async (suite) => {
        const key = randomUUID();
        const { body } = await begin(suite, { key });
        const other = { ...body, changeSummary: 'Something else under the same key' };
        answered(await suite.ask('owner', create(other, { key })), { status: 409, code: 'IDEMPOTENCY_CONFLICT' });
      },
    },
    {
      id: 'GOV-IDEM-06',
      title: 'Parallel requests with one key have one effect',
      given: 'an owner',
      when: `the same request is sent ${AT_ONCE} times at once with one key`,
      promise: 'all are answered with the same deployment, one of them not as a repetition, and one is counted',
      answers: [{ status: 201 }],
      needs: ['owner'],
      active: true,
      tests: ['test/races/admission.test.ts', SIMULATION],
      check: async (suite) => {
        const body = intentOf(await quiet(suite));
        const key = randomUUID();
        const { used } = await figures(suite);
        const answers = await Promise.all(
          Array.from({ length: AT_ONCE }, () => suite.ask('owner', create(body, { key }))),
        );
        const [first] = answers.filter(({ status }) => status === 201).map((answer) => underWay(suite, answer));
        for (const answer of answers) {
          holds(
            answer.status === 201 && idOf(answer) === first?.id,
            'Each must be answered with the one deployment',
            brief(answer),
          );
        }
        const firsts = answers.filter((answer) => !isReplayed(answer)).length;
        holds(firsts === 1, 'All but one must be repetitions', `${firsts} that are not`);
        const counted = (await figures(suite)).used.dailyDeploys - used.dailyDeploys;
        holds(counted === 1, 'One deployment must be counted', `${counted}`);
      },
    },
    {
      id: 'GOV-IDEM-07',
      title: 'A key is its caller’s own',
      given: 'a key under which an owner’s deployment was admitted',
      when: 'an admin sends the very same request with the same key',
      promise: 'it is judged by itself, and not answered with the answer to the owner',
      answers: [{ status: 409, code: 'CONCURRENCY_LIMIT_REACHED' }],
      needs: ['owner', 'admin'],
      active: true,
      tests: [TESTS, SIMULATION],
      check: async (suite) => {
        const key = randomUUID();
        const { record, body } = await begin(suite, { key });
        const answer = await suite.ask('admin', create(body, { key }));
        if (answer.status === 201) underWay(suite, answer);
        holds(
          idOf(answer) !== record.id && !isReplayed(answer),
          'It must not be answered with the first answer',
          brief(answer),
        );
      },
    },
    {
      id: 'GOV-IDEM-08',
      title: 'What an admin configures is done once under its key',
      given: 'an admin who added an environment',
      when: 'the very same request is sent again with the same key, and then another one',
      promise:
        'the first answer is repeated and says so, with one event of it on record; the other is refused as a conflict',
      answers: [{ status: 201 }, CONFLICT],
      needs: ['admin'],
      active: true,
      tests: [TESTS],
      check: async (suite) => {
        const key = randomUUID();
        const body = newEnvironment(suite);
        const add = (changes = {}) => addition({ ...body, ...changes }, key);
        const first = await suite.ask('admin', add());
        answered(first, { status: 201 });
        const again = await suite.ask('admin', add());
        answered(again, { status: 201 });
        holds(isReplayed(again) && again.text === first.text, 'The first answer must be repeated', again.text);
        const { items } = await suite.as('admin').audit.list({ query: { targetId: body.name, limit: 10 } });
        holds(items.length === 1, 'There must be one event', items);
        answered(await suite.ask('admin', add({ displayName: 'Another one' })), CONFLICT);
      },
    },
    {
      id: 'GOV-IDEM-09',
      title: 'What a request says in its query tells it from another one',
      given: 'an admin who deleted an environment, which says all it has to say in the query',
      when: 'the same key is used for the same deletion, and for one with another reason',
      promise: 'the one is answered as it was and says so; the other is refused as a conflict',
      answers: [{ status: 200 }, CONFLICT],
      needs: ['admin'],
      active: true,
      tests: ['test/http/order-of-checks.test.ts'],
      check: async (suite) => {
        const key = randomUUID();
        const body = newEnvironment(suite);
        answered(await suite.ask('admin', addition(body)), { status: 201 });
        const path = `/v1/environments/${body.name}?revision=1&reason=`;
        const remove = (why: string) => suite.ask('admin', { method: 'DELETE', path: path + why, key });
        const first = await remove('conformance');
        answered(first, { status: 200 });
        const again = await remove('conformance');
        holds(isReplayed(again) && again.text === first.text, 'The first answer must be repeated', again.text);
        answered(await remove('another'), CONFLICT);
      },
    },
  ],
};
