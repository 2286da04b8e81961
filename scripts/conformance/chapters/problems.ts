import { problemCodes } from '../../../lib/contract/codes.ts';
import type { Answer } from '../answer.ts';
import { answered, brief, holds } from '../claims.ts';
import type { Chapter } from '../invariant.ts';
import { create, get, NO_DEPLOYMENT, NOTHING } from '../requests.ts';
import type { Suite } from '../suite.ts';

/** One refusal of each kind, so that there is something to look at also when this chapter runs alone. */
const refusals = async ({ ask }: Suite): Promise<void> => {
  await ask('observer', create('{', { key: null }));
  await ask('owner', create('{', { key: null }));
  await ask('owner', create({ service: NOTHING }));
  await ask('owner', create({ service: NOTHING, environment: NOTHING, version: '0.0.0', changeSummary: 'Refuse me' }));
  await ask('owner', get(`/v1/deployments/${NO_DEPLOYMENT}`));
  await ask('owner', get('/v1/deployments?cursor=made-up'));
  await ask('owner', { method: 'PUT', path: `/v1/deployments/${NO_DEPLOYMENT}`, body: {} });
};

/** Status codes that a gateway answers with in its own words. */
const GATEWAYS: ReadonlySet<number> = new Set([400, 401, 403, 404, 413, 429, 503, 504]);

/** Own refusals and faults; the gateway's are not problems, and do not have to be. */
const problems = (seen: readonly Answer[]): readonly Answer[] =>
  seen.filter(({ status, isGateways }) => status >= 400 && !isGateways);

const every = (answers: readonly Answer[], claim: string, isRight: (answer: Answer) => boolean): void => {
  const wrong = answers.find((answer) => !isRight(answer));
  holds(wrong === undefined, claim, wrong ? `${wrong.about}: ${brief(wrong)}` : '');
};

const HTTP = 'test/http/answers.test.ts';
const FUZZ = 'test/fuzz/routes.test.ts';
const both = ['owner', 'observer'] as const;

export const problemBodies: Chapter = {
  id: 'PROBLEM',
  title: 'Answers that refuse',
  about:
    'Every refusal is RFC 9457 problem details with a stable code, a way on, and the id by which its request is found. These look at every answer of the run; answers that the gateway gives in its own words are told by what they lack, the X-Request-Id.',
  invariants: [
    {
      id: 'GOV-PROBLEM-01',
      title: 'Every refusal is a problem, with the status and title of its code',
      given: 'every answer of 400 and above that DXCP gave during this run',
      when: 'its body is read',
      promise:
        'it is `application/problem+json` in the shape of the contract, its status is that of the answer and of its code',
      needs: both,
      tests: [HTTP, FUZZ],
      check: async (suite) => {
        await refusals(suite);
        const found = problems(suite.seen);
        every(found, 'The body must be a problem in the shape of the contract', ({ problem }) => problem !== undefined);
        every(
          found,
          'The content type must be application/problem+json',
          ({ headers }) => headers.get('content-type') === 'application/problem+json',
        );
        every(found, 'Status, title and code must belong together', ({ status, problem }) => {
          const known = problem && problemCodes[problem.code];
          return known?.status === status && problem?.status === status && problem.title === known.title;
        });
      },
    },
    {
      id: 'GOV-PROBLEM-02',
      title: 'A problem is about this very request',
      given: 'every problem of this run',
      when: 'it is compared with its request',
      promise: '`requestId` is the X-Request-Id of the answer, and `instance` is the path that was asked for',
      needs: both,
      tests: [HTTP],
      check: async (suite) => {
        await refusals(suite);
        every(
          problems(suite.seen),
          'requestId must be the X-Request-Id',
          ({ problem, requestId }) => problem?.requestId === requestId,
        );
        every(problems(suite.seen), 'instance must be the path', ({ problem, about }) => {
          const [, path] = /^[A-Z]+ ([^ ?]+)/.exec(about) ?? [];
          return problem?.instance === path;
        });
      },
    },
    {
      id: 'GOV-PROBLEM-03',
      title: 'Every answer can be found again',
      given: 'every answer of this run',
      when: 'its headers are read',
      promise: 'it carries an id that no other answer carries',
      needs: both,
      tests: [HTTP, FUZZ],
      check: async (suite) => {
        await refusals(suite);
        every(suite.seen, 'An answer must carry a request id', ({ requestId }) => requestId !== undefined);
        every(
          suite.seen.filter(({ isGateways }) => isGateways),
          'Only what a gateway answers in its own words may lack X-Request-Id',
          ({ status }) => GATEWAYS.has(status),
        );
        const ids = suite.seen.map(({ requestId }) => requestId);
        holds(
          new Set(ids).size === ids.length,
          'Request ids must be different',
          `${ids.length - new Set(ids).size} that occur again`,
        );
      },
    },
    {
      id: 'GOV-PROBLEM-04',
      title: 'Every refusal by a rule says what to do',
      given: 'every refusal of this run',
      when: 'it is read by a person',
      promise: 'it has a message and a hint, and the first gives the answer its code',
      needs: both,
      tests: ['test/domain/words.test.ts', FUZZ],
      check: async (suite) => {
        await refusals(suite);
        const refused = problems(suite.seen).filter(({ problem }) => problem?.refusals !== undefined);
        every(refused, 'A refusal must have a message and a hint', ({ problem }) =>
          (problem?.refusals ?? []).every(({ message, hint }) => message.trim() !== '' && hint.trim() !== ''),
        );
        every(
          refused,
          'The first refusal gives the code',
          ({ problem, code }) => problem?.refusals?.[0]?.code === code,
        );
      },
    },
    {
      id: 'GOV-PROBLEM-05',
      title: 'No answer is a fault',
      given: 'every answer of this run',
      when: 'its status is read',
      promise: 'none is 5xx, but for changes that are switched off and an engine that cannot be reached',
      needs: both,
      tests: [FUZZ],
      check: async (suite) => {
        await refusals(suite);
        const excused = new Set<string | undefined>(['MUTATIONS_DISABLED', 'ENGINE_UNAVAILABLE']);
        every(suite.seen, 'No answer may be a fault', ({ status, code }) => status < 500 || excused.has(code));
      },
    },
    {
      id: 'GOV-PROBLEM-06',
      title: 'Refusals tell nothing of the inside',
      given: 'every refusal of this run',
      when: 'it is read',
      promise: 'it holds no token, no stack trace and no name of a file',
      needs: both,
      tests: [FUZZ, 'test/authority/authority.test.ts'],
      check: async (suite) => {
        await refusals(suite);
        const secret = /eyJ[\w-]{20,}\.|\n\s+at |node_modules|\.ts:\d+/;
        every(problems(suite.seen), 'A refusal must tell nothing of the inside', ({ text }) => !secret.test(text));
      },
    },
    {
      id: 'GOV-PROBLEM-07',
      title: 'What does not exist is not found',
      given: 'an observer',
      when: 'a path, a deployment, a service, a recipe, a group and an environment are asked for that do not exist',
      promise: 'each is answered 404, as a problem',
      answers: [{ status: 404, code: 'NOT_FOUND' }],
      needs: ['observer'],
      tests: ['test/usecases/reading.test.ts', 'test/authority/authority.test.ts'],
      check: async ({ ask }) => {
        const kinds = ['services', 'recipes', 'delivery-groups', 'environments'];
        const paths = [NOTHING, `deployments/${NO_DEPLOYMENT}`, ...kinds.map((kind) => `${kind}/${NOTHING}`)];
        for (const path of paths) {
          answered(await ask('observer', get(`/v1/${path}`)), { status: 404, code: 'NOT_FOUND' });
        }
      },
    },
  ],
};
