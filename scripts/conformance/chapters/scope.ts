import { validation } from '../../../lib/contract/admission.ts';
import { type Answer, bodyAs } from '../answer.ts';
import { answered, holds, LeftOut, Skipped } from '../claims.ts';
import { ended, underWay } from '../deploying.ts';
import type { Chapter } from '../invariant.ts';
import { create, get, intentOf, NOTHING, validate } from '../requests.ts';
import type { Suite } from '../suite.ts';

const SCOPE = { status: 403, code: 'DELIVERY_GROUP_SCOPE_REQUIRED' } as const;
const AUTHORITY = 'test/authority/authority.test.ts';

/** A delivery group that the owner does not own. */
const foreignOf = async ({ place }: Suite) => {
  const { foreign } = await place();
  if (!foreign) throw new Skipped('There is no delivery group with a service that the owner does not own');
  return foreign;
};

/** A deployment of a group that the owner does not own, which has ended: the newest there is, or one made for it. */
const foreignDeployment = async (suite: Suite): Promise<string> => {
  const { groupId, service } = await foreignOf(suite);
  const { deployments, services, deliveryGroups } = suite.as('admin');
  const [newest] = (await deployments.list({ query: { deliveryGroupId: groupId, limit: 1 } })).items;
  if (newest) return newest.id;
  if (!suite.isActive) throw new LeftOut('There is no deployment of another group yet; --active makes one');
  const { environment } = await suite.place();
  const [group, { versions }] = await Promise.all([
    deliveryGroups.get({ params: { groupId } }),
    services.versions({ params: { service } }),
  ]);
  const version = versions.findLast(({ status }) => status === 'VERIFIED')?.version;
  const [recipeId] = group.allowedRecipes;
  if (version === undefined || recipeId === undefined) throw new Skipped(`${service} has nothing that can be deployed`);
  const body = intentOf(await suite.place(), { service, environment, version, recipeId });
  const answer = await suite.ask('admin', create(body));
  answered(answer, { status: 201 });
  return (await ended(suite, underWay(suite, answer, 'admin').id, 'admin')).id;
};

/** Refused for the scope, and nothing else is told. */
const refusesScopeOnly = (answer: Answer): void => {
  answered(answer, SCOPE);
  const codes = answer.problem?.refusals?.map(({ code }) => code) ?? [];
  holds(codes.join() === SCOPE.code, 'Nothing but the scope must be refused', codes);
};

export const scope: Chapter = {
  id: 'SCOPE',
  title: 'Read access and the scope of owners',
  about: 'Observers and admins read everything. Owners read and change what belongs to their own delivery groups.',
  invariants: [
    {
      id: 'GOV-SCOPE-01',
      title: "An owner's list holds the own groups only",
      given: 'a delivery owner',
      when: 'they list deployments without naming a group',
      promise: 'every deployment is of a group that they own, and nothing says that there are others',
      answers: [{ status: 200 }],
      needs: ['owner'],
      tests: ['test/usecases/reading.test.ts'],
      check: async (suite) => {
        const { as } = suite;
        // Where there is nothing that must not be seen, not seeing it proves nothing.
        if (suite.has('admin')) await foreignDeployment(suite);
        const { groupsOwned } = await as('owner').identity.whoami();
        const { items } = await as('owner').deployments.list({ query: { limit: 200 } });
        const others = items.filter(({ deliveryGroupId }) => !groupsOwned.includes(deliveryGroupId));
        holds(
          others.length === 0,
          'An owner must not see deployments of others',
          others.map(({ id }) => id),
        );
      },
    },
    {
      id: 'GOV-SCOPE-02',
      title: 'Asking for another group by name is refused',
      given: 'a delivery owner',
      when: 'they list the deployments of a group of others',
      promise: 'they are told that it is not theirs',
      answers: [SCOPE],
      needs: ['owner'],
      tests: [AUTHORITY],
      check: async (suite) => {
        const { groupId } = await foreignOf(suite);
        answered(await suite.ask('owner', get(`/v1/deployments?deliveryGroupId=${groupId}`)), SCOPE);
      },
    },
    {
      id: 'GOV-SCOPE-03',
      title: 'A record of another group is not shown',
      given: 'a delivery owner and the id of a deployment of another group',
      when: 'they ask for the record, its timeline, its failures or its way back',
      promise: 'each is refused',
      answers: [SCOPE],
      needs: ['owner', 'admin'],
      tests: [AUTHORITY],
      check: async (suite) => {
        const id = await foreignDeployment(suite);
        for (const part of ['', '/timeline', '/failures', '/rollback-plan']) {
          answered(await suite.ask('owner', get(`/v1/deployments/${id}${part}`)), SCOPE);
        }
      },
    },
    {
      id: 'GOV-SCOPE-04',
      title: 'Nobody deploys for a group of others, or learns about it',
      given: 'a delivery owner and a service of another group',
      when: 'they ask to deploy it to an environment that does not exist, in a version that is none',
      promise: 'only the scope is refused: nothing tells what else is wrong',
      answers: [SCOPE],
      needs: ['owner'],
      tests: [AUTHORITY, 'test/domain/refusals.test.ts'],
      check: async (suite) => {
        const { service } = await foreignOf(suite);
        const body = { service, environment: NOTHING, version: 'none', changeSummary: 'Not mine' };
        refusesScopeOnly(await suite.ask('owner', create(body)));
      },
    },
    {
      id: 'GOV-SCOPE-05',
      title: 'Validation tells nothing about a group of others',
      given: 'a delivery owner and a service of another group',
      when: 'they validate a deployment of it',
      promise: 'only the scope is refused; neither limits nor what runs is in the answer',
      answers: [{ status: 200 }],
      needs: ['owner'],
      tests: [AUTHORITY, 'test/usecases/policy.test.ts'],
      check: async (suite) => {
        const { service } = await foreignOf(suite);
        const answer = await suite.ask('owner', validate(intentOf(await suite.place(), { service })));
        const { allowed, refusals, policy, running, resolved } = bodyAs(answer, validation);
        const codes = refusals.map(({ code }) => code).filter((code) => code !== 'MUTATIONS_DISABLED');
        holds(!allowed && codes.join() === SCOPE.code, 'Only the scope must be refused', codes);
        const told = [policy, running, ...Object.values(resolved)].filter(
          (fact) => fact !== undefined && fact !== null,
        );
        holds(told.length === 0, 'Nothing must be told of the group', told);
      },
    },
    {
      id: 'GOV-SCOPE-06',
      title: 'Nobody cancels or rolls back for a group of others',
      given: 'a delivery owner and the id of a deployment of another group that has ended',
      when: 'they ask to cancel it or to roll it back',
      promise: 'each is refused for the scope, and nothing changes',
      answers: [SCOPE],
      needs: ['owner', 'admin'],
      active: true,
      tests: [AUTHORITY],
      check: async (suite) => {
        const id = await foreignDeployment(suite);
        for (const verb of ['cancel', 'rollback']) {
          refusesScopeOnly(
            await suite.ask('owner', { method: 'POST', path: `/v1/deployments/${id}/${verb}`, body: {} }),
          );
        }
      },
    },
    {
      id: 'GOV-SCOPE-07',
      title: 'Observers and admins read the deployments of every group',
      given: 'an observer and an admin',
      when: 'they list the deployments of a group',
      promise: 'both are answered',
      answers: [{ status: 200 }],
      needs: ['observer', 'admin'],
      tests: [AUTHORITY],
      check: async (suite) => {
        const { group } = await suite.place();
        for (const who of ['observer', 'admin'] as const) {
          answered(await suite.ask(who, get(`/v1/deployments?deliveryGroupId=${group.id}`)), { status: 200 });
        }
      },
    },
  ],
};
