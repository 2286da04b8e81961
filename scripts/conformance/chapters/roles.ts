import { permissions, type Role } from '../../../lib/contract/actor.ts';
import type { Answer } from '../answer.ts';
import { answered, brief, holds, LeftOut } from '../claims.ts';
import type { TokenBearer } from '../credentials.ts';
import type { Chapter } from '../invariant.ts';
import { create, filled, get, harmless, roleRoutes } from '../requests.ts';
import type { Suite } from '../suite.ts';

const AUTHORITY = 'test/authority/authority.test.ts';

const admits = (role: Role, permission: keyof typeof permissions): boolean => {
  const admitted: readonly Role[] = permissions[permission];
  return admitted.includes(role);
};

/** Every route that the role may not call refuses it by its role, before it looks at anything else. */
const refusesRole = async ({ ask }: Suite, who: TokenBearer, role: Role): Promise<void> => {
  for (const route of roleRoutes.filter(({ permission }) => !admits(role, permission))) {
    const code = route.permission === 'ci' ? 'CI_ONLY' : 'ROLE_FORBIDDEN';
    answered(await ask(who, harmless(route)), { status: 403, code });
  }
};

const ROLE_CODES: ReadonlySet<string | undefined> = new Set(['AUTHZ_ROLE_REQUIRED', 'ROLE_FORBIDDEN', 'CI_ONLY']);
const isLetIn = ({ status, code }: Answer): boolean => status !== 401 && !ROLE_CODES.has(code);

/** Wherever the role may, it gets past the check of roles: to an answer, or to what else was wrong with the request. */
const admitsRole = async ({ ask }: Suite, who: TokenBearer, role: Role): Promise<void> => {
  for (const route of roleRoutes.filter(({ permission }) => admits(role, permission))) {
    const answer = await ask(who, harmless(route));
    holds(isLetIn(answer) && answer.status < 500, `${answer.about} must be let in by its role`, brief(answer));
  }
};

const part = (text: string, at: number): string => text.split('.')[at] ?? '';
const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Credentials that nobody may believe, made from a good one. */
const forgeries = (suite: Suite): Readonly<Record<string, string>> => {
  const good = suite.token('admin');
  const [head, payload, tail] = [part(good, 0), part(good, 1), part(good, 2)];
  const header: unknown = JSON.parse(Buffer.from(head, 'base64url').toString());
  const unsigned = encoded({ ...Object(header), alg: 'none' });
  return {
    'an empty header': '',
    'something that is no token': 'Bearer nonsense',
    'a good token under another scheme': `Basic ${good}`,
    'a token whose signature was taken away': `Bearer ${head}.${payload}.`,
    'an unsigned token, alg none': `Bearer ${unsigned}.${payload}.`,
    'a signed token that says alg none': `Bearer ${unsigned}.${payload}.${tail}`,
    "an observer's token with an admin's claims": `Bearer ${head}.${payload}.${part(suite.token('observer'), 2)}`,
  };
};

const guarded = [get('/v1/whoami'), get('/v1/audit/events'), create('{', { key: null })];

const believesNone = async ({ ask }: Suite, name: string, authorization: string): Promise<void> => {
  for (const asked of guarded) {
    const answer = await ask('nobody', { ...asked, authorization });
    holds(answer.status === 401, `${asked.method} ${asked.path} with ${name} must be answered 401`, brief(answer));
  }
};

export const roles: Chapter = {
  id: 'ROLE',
  title: 'Role model',
  about:
    'Who a caller is, comes from a token that was verified; what a caller may, from the role in it and nothing else.',
  invariants: [
    {
      id: 'GOV-ROLE-01',
      title: 'Nobody is let in without a token',
      given: 'a caller without an Authorization header',
      when: 'it calls any route but the public ones',
      promise: 'the gateway answers 401, whatever else is wrong with the request',
      answers: [{ status: 401 }],
      tests: [AUTHORITY],
      check: async ({ ask }) => {
        for (const route of roleRoutes) answered(await ask('nobody', harmless(route)), { status: 401 });
      },
    },
    {
      id: 'GOV-ROLE-02',
      title: 'A token that was not signed by a trusted issuer is no token',
      given:
        'garbage, a token without its signature, one with `alg: none`, or one whose claims were changed after signing',
      when: 'it is shown as a credential',
      promise: 'the gateway answers 401',
      answers: [{ status: 401 }],
      needs: ['admin', 'observer'],
      tests: [AUTHORITY, 'test/auth/authorize.test.ts'],
      check: async (suite) => {
        for (const [name, authorization] of Object.entries(forgeries(suite))) {
          await believesNone(suite, name, authorization);
        }
      },
    },
    {
      id: 'GOV-ROLE-03',
      title: 'An expired token is no token',
      given: 'a token of an admin that was good until a moment ago',
      when: 'it is shown as a credential',
      promise: 'the gateway answers 401',
      answers: [{ status: 401 }],
      tests: [AUTHORITY, 'test/auth/authorize.test.ts'],
      check: async (suite) => {
        const { expired } = suite.keyring;
        if (!expired) throw new LeftOut('Only a local plane can be asked for a token that expires at once');
        await believesNone(suite, 'an expired token', `Bearer ${await expired()}`);
      },
    },
    {
      id: 'GOV-ROLE-04',
      title: 'Without a role of DXCP nothing is answered',
      given: 'a good token without any role of DXCP',
      when: 'it calls any route that looks at roles',
      promise: 'it is refused and told to ask for a role',
      answers: [{ status: 403, code: 'AUTHZ_ROLE_REQUIRED' }],
      needs: ['roleless'],
      tests: [AUTHORITY],
      check: async (suite) => {
        for (const route of roleRoutes) {
          answered(await suite.ask('roleless', harmless(route)), { status: 403, code: 'AUTHZ_ROLE_REQUIRED' });
        }
      },
    },
    {
      id: 'GOV-ROLE-05',
      title: 'Observers look and change nothing',
      given: 'an observer',
      when: 'it calls any route that changes, validates or administers something',
      promise: 'it is refused by its role',
      answers: [{ status: 403, code: 'ROLE_FORBIDDEN' }],
      needs: ['observer'],
      tests: [AUTHORITY],
      check: (suite) => refusesRole(suite, 'observer', 'OBSERVER'),
    },
    {
      id: 'GOV-ROLE-06',
      title: 'Delivery owners deliver and do not administer',
      given: 'a delivery owner',
      when: 'it calls any route of administration or of CI',
      promise: 'it is refused by its role',
      answers: [
        { status: 403, code: 'ROLE_FORBIDDEN' },
        { status: 403, code: 'CI_ONLY' },
      ],
      needs: ['owner'],
      tests: [AUTHORITY],
      check: (suite) => refusesRole(suite, 'owner', 'DELIVERY_OWNER'),
    },
    {
      id: 'GOV-ROLE-07',
      title: 'CI publishes and neither deploys nor looks around',
      given: 'a CI publisher',
      when: 'it calls any route that deploys, administers or tells about deployments',
      promise: 'it is refused by its role',
      answers: [{ status: 403, code: 'ROLE_FORBIDDEN' }],
      needs: ['ci'],
      tests: [AUTHORITY],
      check: (suite) => refusesRole(suite, 'ci', 'CI_PUBLISHER'),
    },
    {
      id: 'GOV-ROLE-08',
      title: 'Each role is let in where it may',
      given: 'an observer, a delivery owner, a CI publisher and a platform admin',
      when: 'each calls every route that its role admits it to',
      promise: 'none is refused by its role',
      needs: ['observer', 'owner', 'ci', 'admin'],
      tests: [AUTHORITY],
      check: async (suite) => {
        await admitsRole(suite, 'observer', 'OBSERVER');
        await admitsRole(suite, 'owner', 'DELIVERY_OWNER');
        await admitsRole(suite, 'ci', 'CI_PUBLISHER');
        await admitsRole(suite, 'admin', 'PLATFORM_ADMIN');
      },
    },
    {
      id: 'GOV-ROLE-09',
      title: 'How the engine works is shown to admins only',
      given: 'recipes, which are mapped onto pipelines of the engine',
      when: 'an observer or an owner reads them',
      promise: 'the mapping is not in the answer; in the answer to an admin it is',
      needs: ['observer', 'owner', 'admin'],
      tests: ['test/usecases/reading.test.ts'],
      check: async ({ as }) => {
        for (const who of ['observer', 'owner'] as const) {
          const { items } = await as(who).recipes.list();
          holds(
            items.every(({ engine }) => engine === undefined),
            `${who} must not see the mapping`,
            items,
          );
        }
        const { items } = await as('admin').recipes.list();
        holds(
          items.every(({ engine }) => engine !== undefined),
          'An admin must see the mapping',
          items,
        );
      },
    },
    {
      id: 'GOV-ROLE-10',
      title: 'Health is public and says nothing else',
      given: 'a caller without a token',
      when: 'it asks for health',
      promise: 'it is told that the plane is up, and no more',
      answers: [{ status: 200 }],
      tests: [AUTHORITY],
      check: async ({ ask }) => {
        const answer = await ask('nobody', get(filled({ path: '/v1/health' })));
        answered(answer, { status: 200 });
        holds(answer.text === '{"status":"ok"}', 'Health must say no more than that the plane is up', answer.text);
      },
    },
  ],
};
