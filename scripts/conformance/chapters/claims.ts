import * as z from 'zod';
import { permissions, type Role } from '../../../lib/contract/actor.ts';
import { LIST_LIMIT_MAX } from '../../../lib/contract/list.ts';
import { holds } from '../claims.ts';
import type { TokenBearer } from '../credentials.ts';
import type { Chapter } from '../invariant.ts';
import type { Suite } from '../suite.ts';

const held: readonly (readonly [TokenBearer, Role])[] = [
  ['admin', 'PLATFORM_ADMIN'],
  ['owner', 'DELIVERY_OWNER'],
  ['observer', 'OBSERVER'],
  ['ci', 'CI_PUBLISHER'],
];

const everybody: readonly TokenBearer[] = held.map(([who]) => who);

const whoami = ({ as }: Suite, who: TokenBearer) => as(who).identity.whoami();

const subjectOf = (token: string): string => {
  const payload: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString() || '{}');
  return z.object({ sub: z.string() }).parse(payload).sub;
};

const includes = (list: readonly Role[], role: Role): boolean => list.includes(role);

export const claims: Chapter = {
  id: 'CLAIM',
  title: 'Claims',
  about: 'What the plane believes about a caller is what the token says, and a caller can see it.',
  invariants: [
    {
      id: 'GOV-CLAIM-01',
      title: 'A caller is the subject of the token',
      given: 'a good token',
      when: 'its bearer asks who they are',
      promise: 'the id is the subject of the token',
      answers: [{ status: 200 }],
      needs: everybody,
      tests: ['test/auth/authorize.test.ts'],
      check: async (suite) => {
        for (const who of everybody) {
          const { actor } = await whoami(suite, who);
          holds(actor.id === subjectOf(suite.token(who)), `${who} must be the subject of the token`, actor);
        }
      },
    },
    {
      id: 'GOV-CLAIM-02',
      title: 'The role is the one that the token gives',
      given: 'tokens of an admin, an owner, an observer and a CI publisher',
      when: 'each asks who they are',
      promise: 'each is told the role that goes with the token',
      answers: [{ status: 200 }],
      needs: everybody,
      tests: ['test/auth/authorize.test.ts'],
      check: async (suite) => {
        for (const [who, role] of held) {
          const { actor } = await whoami(suite, who);
          holds(actor.role === role, `The token of ${who} must give the role ${role}`, actor.role ?? 'no role');
        }
      },
    },
    {
      id: 'GOV-CLAIM-03',
      title: 'What a caller is told it can do is what its role may',
      given: 'a caller of each role',
      when: 'each asks who they are',
      promise: 'reading, deploying, publishing and administering are told as the roles of the contract have it',
      answers: [{ status: 200 }],
      needs: everybody,
      tests: ['test/usecases/reading.test.ts'],
      check: async (suite) => {
        for (const [who, role] of held) {
          const { can, groupsOwned } = await whoami(suite, who);
          const right = {
            read: includes(permissions.read, role),
            deploy: includes(permissions.deploy, role) && (role !== 'DELIVERY_OWNER' || groupsOwned.length > 0),
            publishBuilds: includes(permissions.ci, role),
            administer: includes(permissions.admin, role),
          };
          const isRight = Object.entries(right).every(([name, value]) =>
            Object.entries(can).some(([key, told]) => key === name && told === value),
          );
          holds(isRight, `${who} must be told what a ${role} may`, can);
        }
      },
    },
    {
      id: 'GOV-CLAIM-04',
      title: 'A group is owned by those whom it names',
      given: 'a delivery owner',
      when: 'they ask which groups they own',
      promise: 'it is exactly the groups that name their email, their subject or one of their group claims',
      answers: [{ status: 200 }],
      needs: ['owner'],
      tests: ['test/domain/small-decisions.test.ts'],
      check: async (suite) => {
        const { actor, groupsOwned } = await whoami(suite, 'owner');
        const { items } = await suite.as('owner').deliveryGroups.list({ query: { limit: LIST_LIMIT_MAX } });
        const names = [
          ...(actor.email === undefined ? [] : [actor.email.toLowerCase()]),
          `sub:${actor.id}`,
          ...actor.groups.map((group) => `group:${group}`),
        ];
        const isNamed = (owner: string) => names.includes(owner.includes(':') ? owner : owner.toLowerCase());
        const expected = items.filter(({ owners }) => owners.some(isNamed)).map(({ id }) => id);
        holds(
          groupsOwned.toSorted().join() === expected.toSorted().join(),
          `They own ${expected.join(', ')}`,
          groupsOwned,
        );
      },
    },
  ],
};
