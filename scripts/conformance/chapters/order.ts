import { validation } from '../../../lib/contract/admission.ts';
import { admissionProblems } from '../../../lib/contract/routes/deployments/create.ts';
import { type Answer, bodyAs } from '../answer.ts';
import { answered, brief, holds } from '../claims.ts';
import type { Chapter } from '../invariant.ts';
import {
  create,
  filled,
  harmless,
  intentOf,
  mutations,
  NO_VERSION,
  NOTHING,
  roleRoutes,
  validate,
} from '../requests.ts';

const ORDER = 'test/http/order-of-checks.test.ts';
const REFUSALS = 'test/domain/refusals.test.ts';

/** Wrong in every way a rule can look at, but harmless: nothing by that name is there. */
const wrongThroughout = {
  service: NOTHING,
  environment: NOTHING,
  version: 'not a version',
  changeSummary: 'Refuse me',
};

const codesOf = ({ problem }: Answer): readonly string[] => problem?.refusals?.map(({ code }) => code) ?? [];

const orderOfRules: readonly string[] = admissionProblems;
const position = (code: string): number => orderOfRules.indexOf(code);
const isInOrder = (codes: readonly string[]): boolean =>
  codes.every((code, at) => at === 0 || position(codes[at - 1] ?? '') <= position(code));

export const order: Chapter = {
  id: 'ORDER',
  title: 'Order of checks',
  about:
    'Identity, then role, then key, then kill switch, then schema, then the rules: policy, compatibility, quota, concurrency, engine. Whatever else is wrong, the first one gives the answer.',
  invariants: [
    {
      id: 'GOV-ORDER-01',
      title: 'Identity comes before everything',
      given: 'a caller without a token',
      when: 'it asks for a path that does not exist, with a method that does not exist',
      promise: 'it is told 401, and not what there is',
      answers: [{ status: 401 }],
      tests: [ORDER, 'test/authority/authority.test.ts'],
      check: async ({ ask }) => {
        answered(await ask('nobody', { method: 'PUT', path: `/v1/${NOTHING}`, body: '{', key: null }), { status: 401 });
        answered(await ask('nobody', create('{', { key: null })), { status: 401 });
      },
    },
    {
      id: 'GOV-ORDER-02',
      title: 'The role comes before the key and the body',
      given: 'an observer',
      when: 'it asks to deploy without an Idempotency-Key and with a body that is not JSON',
      promise: 'it is refused by its role',
      answers: [{ status: 403, code: 'ROLE_FORBIDDEN' }],
      needs: ['observer'],
      tests: [ORDER],
      check: async ({ ask }) =>
        answered(await ask('observer', create('{', { key: null })), { status: 403, code: 'ROLE_FORBIDDEN' }),
    },
    {
      id: 'GOV-ORDER-03',
      title: 'The key comes before the body and the rules',
      given: 'somebody who may call the route',
      when: 'it is called without an Idempotency-Key, with a body that is not JSON and about something that does not exist',
      promise: 'the key is asked for, on every route that changes something',
      answers: [{ status: 400, code: 'IDMP_KEY_REQUIRED' }],
      needs: ['admin', 'ci'],
      tests: [ORDER],
      check: async ({ ask }) => {
        for (const route of mutations) {
          const answer = await ask(route.permission === 'ci' ? 'ci' : 'admin', harmless(route));
          answered(answer, { status: 400, code: 'IDMP_KEY_REQUIRED' });
        }
      },
    },
    {
      id: 'GOV-ORDER-04',
      title: 'The schema comes before the rules, with every field at once',
      given: 'an owner and a key',
      when: 'a deployment of an unknown service is asked for with two wrong fields and one too many',
      promise: 'the request is called invalid, and all three fields are named',
      answers: [{ status: 400, code: 'INVALID_REQUEST' }],
      needs: ['owner'],
      tests: [ORDER, 'test/fuzz/routes.test.ts'],
      check: async ({ ask }) => {
        const answer = await ask(
          'owner',
          create({ ...wrongThroughout, environment: 7, changeSummary: '', surplus: 1 }),
        );
        answered(answer, { status: 400, code: 'INVALID_REQUEST' });
        const fields = answer.problem?.fields?.map(({ path, message }) => `${path} ${message}`) ?? [];
        const named = ['environment', 'changeSummary', 'surplus'].filter((name) => fields.join('\n').includes(name));
        holds(named.length === 3, 'All three wrong fields must be named', fields);
      },
    },
    {
      id: 'GOV-ORDER-05',
      title: 'Every rule whose facts are known is told, the first gives the answer',
      given: 'an owner',
      when: 'a deployment of an unknown service in a version that is none is asked for',
      promise: 'the service is refused first, and the version is listed as well',
      answers: [{ status: 403, code: 'SERVICE_NOT_ALLOWLISTED' }],
      needs: ['owner'],
      tests: [REFUSALS, 'test/domain/rules.test.ts'],
      check: async ({ ask }) => {
        const answer = await ask('owner', create(wrongThroughout));
        answered(answer, { status: 403, code: 'SERVICE_NOT_ALLOWLISTED' });
        const codes = codesOf(answer);
        holds(
          codes.join() === 'SERVICE_NOT_ALLOWLISTED,INVALID_VERSION',
          'Both refusals must be listed in order',
          codes,
        );
      },
    },
    {
      id: 'GOV-ORDER-06',
      title: 'Refusals are listed in the order of the rules',
      given: 'an owner and a service of the own group',
      when: 'a deployment with unknown environment, unknown recipe and a version that is none is asked for',
      promise: 'environment, recipe and version are refused in this order',
      answers: [{ status: 403, code: 'ENVIRONMENT_NOT_ALLOWED' }],
      needs: ['owner'],
      tests: [REFUSALS],
      check: async ({ ask, place }) => {
        const body = intentOf(await place(), { environment: NOTHING, recipeId: NOTHING, version: 'none' });
        const answer = await ask('owner', create(body));
        answered(answer, { status: 403, code: 'ENVIRONMENT_NOT_ALLOWED' });
        const codes = codesOf(answer);
        holds(isInOrder(codes), 'Refusals must be in the order of the rules', codes);
        const expected = ['ENVIRONMENT_NOT_ALLOWED', 'RECIPE_NOT_FOUND', 'INVALID_VERSION'];
        holds(
          expected.every((code) => codes.includes(code)),
          'All three must be refused',
          codes,
        );
      },
    },
    {
      id: 'GOV-ORDER-07',
      title: 'Policy comes before compatibility',
      given: 'an owner and a service of the own group',
      when: 'a recipe that does not exist and a version that was never registered are asked for',
      promise: 'the recipe is refused first',
      answers: [{ status: 404, code: 'RECIPE_NOT_FOUND' }],
      needs: ['owner'],
      tests: [REFUSALS],
      check: async ({ ask, place }) => {
        const answer = await ask('owner', create(intentOf(await place(), { recipeId: NOTHING, version: NO_VERSION })));
        answered(answer, { status: 404, code: 'RECIPE_NOT_FOUND' });
        holds(codesOf(answer).includes('VERSION_NOT_FOUND'), 'The version must be listed as well', codesOf(answer));
      },
    },
    {
      id: 'GOV-ORDER-08',
      title: 'Validation is the decision of a deployment, without its effect',
      given: 'an owner',
      when: 'the same wrong deployment is validated and asked for',
      promise: 'validation answers 200 with the very refusals of the deployment',
      answers: [{ status: 200 }],
      needs: ['owner'],
      tests: ['test/domain/purity.test.ts', 'test/usecases/policy.test.ts'],
      check: async ({ ask, place }) => {
        const body = intentOf(await place(), { environment: NOTHING, version: NO_VERSION });
        const asked = await ask('owner', create(body));
        const validated = await ask('owner', validate(body));
        answered(validated, { status: 200 });
        const { allowed, refusals, checks } = bodyAs(validated, validation);
        holds(!allowed && checks.some(({ passed }) => !passed), 'It must not be allowed, and say why', {
          allowed,
          checks,
        });
        const codes = refusals.map(({ code }) => code).filter((code) => code !== 'MUTATIONS_DISABLED');
        holds(codes.join() === codesOf(asked).join(), 'Both must be refused alike', [codes, codesOf(asked)]);
      },
    },
    {
      id: 'GOV-ORDER-09',
      title: 'Validation needs no key',
      given: 'an owner without an Idempotency-Key',
      when: 'a deployment is validated',
      promise: 'it is answered 200',
      answers: [{ status: 200 }],
      needs: ['owner'],
      tests: [ORDER],
      check: async ({ ask, place }) =>
        answered(await ask('owner', { ...validate(intentOf(await place())), key: null }), { status: 200 }),
    },
    {
      id: 'GOV-ORDER-10',
      title: 'No wrong request is a fault of the plane',
      given: 'an admin',
      when: 'every route is called with a body that is not JSON and names that nothing has',
      promise: 'none answers 5xx',
      needs: ['admin'],
      tests: ['test/fuzz/routes.test.ts'],
      check: async ({ ask }) => {
        for (const route of roleRoutes) {
          const { method } = route;
          const answer = await ask('admin', { method, path: filled(route), ...(method !== 'GET' && { body: '{' }) });
          const isFault = answer.status >= 500 && answer.code !== 'MUTATIONS_DISABLED';
          holds(!isFault, `${answer.about} must not be a fault`, brief(answer));
        }
      },
    },
  ],
};
